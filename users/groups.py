"""The groups that every instance has. What each may do with an app's rows, the app says (`rights` of its AppConfig)."""

EDITORS = "Rédaction"
CONTRIBUTORS = "Contribution"  # their own drafts, which others publish
ORGANISERS = "Animation"
