"""From the plain content of a platform's file to the model. The content is known to be well formed by now."""

from collections.abc import Mapping
from typing import Any

from hygiene.platforms.model import (
    Confidence,
    Device,
    ExportFacts,
    Place,
    Platform,
    PlatformTexts,
    Proof,
    Setting,
    SettingTexts,
    State,
    Use,
    Value,
)
from hygiene.texts import LANGUAGES

Content = Mapping[str, Any]


def build(content: Content) -> Platform:
    """The platform that a file tells of."""
    return Platform(
        id=content["id"],
        name=content["name"],
        state=State(content["state"]),
        kinds=tuple(content["kinds"]),
        checked=content["checked"],
        texts={language: PlatformTexts(**content[language]) for language in LANGUAGES},
        settings=tuple(_setting(each, content) for each in content.get("settings", ())),
        sites=tuple(content.get("sites", ())),
        also=tuple(content.get("also", ())),
        ended=content.get("ended"),
        links=content.get("links", {}),
        export=_export(content["export"]) if "export" in content else None,
    )


def _setting(content: Content, of: Content) -> Setting:
    """A setting; what it does not say itself is said for all settings of its platform."""
    return Setting(
        id=content["id"],
        texts={language: _texts(content[language]) for language in LANGUAGES},
        recommended={use: _value(content["recommended"][use]) for use in Use},
        confidence=Confidence(content["confidence"]),
        checked=content.get("checked", of["checked"]),
        source=content.get("source", of["source"]),
        link=content.get("link", of.get("links", {}).get("settings", "")),
        proofs=tuple(
            Proof(proof["file"], tuple(proof["key"]), proof.get("values", {}), tuple(proof.get("newest", ())))
            for proof in content.get("proof", ())
        ),
    )


def _texts(content: Mapping[str, str]) -> SettingTexts:
    # `app` stands for both telephones where they have the same menus.
    app = {device: content["app"] for device in (Device.ANDROID, Device.IOS) if "app" in content}
    menus = {**app, **{device: content[device] for device in Device if device in content}}
    return SettingTexts(
        content["title"], content["why"], {device: menus[device] for device in Device if device in menus}
    )


def _value(content: str | Mapping[str, str]) -> Value:
    return Value(content) if isinstance(content, str) else Value("", content)


def _export(content: Content) -> ExportFacts:
    return ExportFacts(
        tuple(content["marks"]),
        *(
            tuple(Place(place["file"], tuple(place["key"])) for place in content.get(kind, ()))
            for kind in ("addresses", "profile_texts")
        ),
    )
