// Says of each file whether it is PDF/UA-1, and by which rule not: run by Rhino, which comes with veraPDF.
importPackage(Packages.org.verapdf.pdfa);
var UA = Packages.org.verapdf.pdfa.flavours.PDFAFlavour.PDFUA_1;
Packages.org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise();
var foundry = Foundries.defaultInstance();
var validator = foundry.createValidator(UA, false);
var refused = 0;
for (var i = 0; i < arguments.length; i++) {
  var parser = foundry.createParser(new java.io.FileInputStream(arguments[i]), UA);
  var result = validator.validate(parser);
  if (!result.isCompliant()) {
    refused++;
    var broken = result.getTestAssertions().iterator();
    while (broken.hasNext()) {
      var one = broken.next();
      print(arguments[i] + ": " + one.getRuleId().getClause() + " " + one.getMessage());
    }
  }
  parser.close();
}
print(arguments.length - refused + " of " + arguments.length + " valid");
java.lang.System.exit(refused ? 1 : 0);
