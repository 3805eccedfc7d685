"""A page in a browser, and everything that the browser said about it."""

import gzip
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from .pages import Shown

# A shift counts from the first moment on; a print is counted instead of shown.
OBSERVE = """
window.__shift = 0;
window.__moved = [];
window.__violations = [];
window.__printed = 0;
window.print = () => { window.__printed += 1; };
document.addEventListener("securitypolicyviolation", (event) => {
  window.__violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
});
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.hadRecentInput) continue;
    window.__shift += entry.value;
    window.__moved.push(`${Math.round(entry.startTime)} ms: ${entry.value.toFixed(4)} ` + entry.sources.map(
      (one) => one.node?.parentNode ? (one.node.outerHTML ?? one.node.parentNode.outerHTML).slice(0, 80) : "?"));
  }
}).observe({ type: "layout-shift", buffered: true });
"""
# Two frames after the last font: what was going to move has moved.
SETTLED = """() => document.fonts.ready.then(
  () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))"""


@dataclass
class Visit:
    """What a page has done so far."""

    shift: float
    moved: list[str]
    weights: dict[str, int]  # address -> octets over the wire, heads included
    requests: list[str]  # addresses


class View:
    def __init__(self, page: Page, site: str):
        self.page = page
        self.site = site
        self.complaints: list[str] = []
        self.requests: dict[str, str] = {}  # id -> address
        self.weights: dict[str, int] = {}  # address -> octets over the wire, heads included
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.devtools = page.context.new_cdp_session(page)
        self.devtools.send("Network.enable")
        self.devtools.on("Network.requestWillBeSent", self._asked)
        self.devtools.on("Network.loadingFinished", self._came)

    def open(self, path: str, *, status: int = 200) -> "View":
        answer = self.page.goto(self.site + path, wait_until="load")
        assert answer.status == status, f"{path}: {answer.status}"
        return self

    def show(self, shown: Shown) -> "View":
        """Open a page of pages.py, wherever it comes from."""
        if not shown.body:
            return self.open(shown.path, status=shown.status)
        address = self.site + shown.path
        self.page.route(
            address,
            lambda route: route.fulfill(
                status=shown.status, headers=shown.headers, body=shown.body
            ),
        )
        self.open(shown.path, status=shown.status)
        # The driver sends it as it is; the site would have compressed it.
        self.weights[address] = len(gzip.compress(shown.body.encode()))
        return self

    def forget(self) -> None:
        """From a page of the site: the next one is a first visit. The process that draws it stays, and what
        it compiled."""
        cookies = self.page.context.cookies()
        self.page.unroute_all()
        self.page.evaluate("sessionStorage.clear()")
        kept = {"origin": self.site, "storageTypes": "all"}
        self.devtools.send("Storage.clearDataForOrigin", kept)
        self.devtools.send("Network.clearBrowserCache")
        self.page.context.clear_cookies()
        self.complaints.clear()
        self.requests.clear()
        self.weights.clear()
        assert cookies == [], "a visitor got a cookie"

    def settle(self) -> "View":
        self.page.evaluate(SETTLED)
        return self

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.site)

    def check_quiet(self) -> None:
        """No error in the console, nothing blocked by the policy, nothing asked of anybody else."""
        assert not self.complaints, self.complaints
        foreign = [url for url in self.requests.values() if not url.startswith(self.site)]
        assert not foreign, foreign
        assert self.page.evaluate("window.__violations") == []

    def overflow(self) -> list[str]:
        """What sticks out of the window; [] when nothing does."""
        return self.page.evaluate(OVERFLOW)

    def shift(self) -> float:
        self.settle()
        return self.page.evaluate("window.__shift")

    def moved(self) -> list[str]:
        """When, how much and what."""
        return self.page.evaluate("window.__moved")

    def visit(self) -> "Visit":
        return Visit(self.shift(), self.moved(), self.weights.copy(), list(self.requests.values()))

    def restyle(self, css: str) -> None:
        """As a reader's own style sheet would; the site's policy has no say in it."""
        self.page.evaluate(
            """css => {
              const sheet = new CSSStyleSheet();
              sheet.replaceSync(css);
              document.adoptedStyleSheets = [sheet];
            }""",
            css,
        )

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def tab_to(self, selector: str, *, at_most: int = 120, key: str = "Tab") -> None:
        """Reach something by the Tab key alone."""
        for _ in range(at_most):
            self.page.keyboard.press(key)
            if (
                self.page.locator(selector)
                .locator("xpath=self::*")
                .evaluate_all("found => found.includes(document.activeElement)")
            ):
                return
        raise AssertionError(f"{selector} cannot be reached by Tab on {self.path}")

    def _console(self, message) -> None:
        if message.type not in ("error", "warning"):
            return
        # Chromium reports the status of a page that is rightly a 404.
        if "status of" in message.text and message.location["url"] == self.page.url:
            return
        self.complaints.append(f"{message.type}: {message.text}")

    def _asked(self, event) -> None:
        self.requests[event["requestId"]] = event["request"]["url"]

    def _came(self, event) -> None:
        address = self.requests.get(event["requestId"], "")
        self.weights[address] = self.weights.get(address, 0) + round(event["encodedDataLength"])


# A box that scrolls by itself, or is put out of sight for screen readers, may be wider than it looks.
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const wide = [...document.querySelectorAll("body *")].filter(
    (element) => element.getBoundingClientRect().right > width + 0.5);
  return [`${document.documentElement.scrollWidth} px`, ...wide.slice(0, 8).map(
    (element) => `${element.tagName}.${element.className} ${element.textContent.trim().slice(0, 40)}`)];
}"""


class Views:
    """Opens views, each in a context of its own: an empty cache, no cookie."""

    def __init__(self, browser: Browser, site: str):
        self._browser = browser
        self._site = site
        self._contexts = []

    def new(self, *, width=1280, scheme="light", javascript=True, **more) -> View:
        context = self._browser.new_context(
            viewport={"width": width, "height": 844 if width < 700 else 900},
            color_scheme=scheme,
            java_script_enabled=javascript,
            has_touch=width < 700,
            locale="fr-FR",
            reduced_motion="reduce",
            **more,
        )
        context.set_default_timeout(8_000)
        context.add_init_script(OBSERVE)
        self._contexts.append(context)
        return View(context.new_page(), self._site)

    def close(self) -> None:
        for context in self._contexts:
            assert context.cookies() == [], "a visitor got a cookie"
            context.close()
