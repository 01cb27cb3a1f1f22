"""A local language model as a system: with the search and the gate, as a person has it, or alone."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from kzlaw_tui.evaluation.answers import ALONE, Cited, Mode, Reply
from kzlaw_tui.evaluation.systems import Asked
from kzlaw_tui.law.citations import find_citations
from kzlaw_tui.law.registry import Registry

if TYPE_CHECKING:
    from kzlaw_tui.answering.speaker import Speaker


class _Model:
    """The model that a ``Speaker`` would let speak now. Raises ``KzlawError`` when there is none."""

    mode: Mode = "model"

    def __init__(self, speaker: Speaker, suffix: str = "") -> None:
        chosen, settings = speaker.chosen(), speaker.settings
        self._speaker = speaker
        self.name: str = speaker.name().replace(" ", "") + suffix
        weights = (chosen.spec.key, chosen.spec.adapter_key, chosen.spec.scale)
        asked = (settings.context, settings.prompt_tokens, settings.answer_tokens, settings.temperature)
        self.state = hashlib.sha256(repr((weights, asked)).encode()).hexdigest()[:12]

    def load(self) -> None:
        """Load the model, so that the first answer is timed like the others."""
        self._speaker.load()


class ModelAnswers(_Model):
    """Model mode: the search, the model, the gate. What the gate does not let through is an abstention, and no citation of it
    counts, for nobody is shown it; the quotes that stand beside the model's words are not its own."""

    def __init__(self, asked: Asked, speaker: Speaker) -> None:
        super().__init__(speaker)
        self._asked = asked

    def reply(self, question: str) -> Reply:
        answer = self._speaker.ask(question)
        said = answer.said if answer.said is not None and not answer.abstained else None
        first = answer.timings.first_token
        return Reply(
            retrieved=tuple((hit.act, hit.article) for hit in answer.retrieved),
            confidence=answer.retrieved[0].score if answer.retrieved else 0.0,
            abstained=answer.abstained,
            corrected=answer.corrected,
            text=said.text if said is not None else "",
            notice="\n".join(self._asked.reasons(answer)),
            citations=tuple(
                Cited(
                    c.citation.act,
                    c.citation.article,
                    c.citation.point,
                    c.citation.subpoint,
                    c.quote,
                    answer.lang,
                    c.status,
                )
                for c in (said.citations if said is not None else ())
            ),
            first_token=first / 1000 if first is not None else None,
            tokens=answer.timings.tokens,
        )


class ModelAlone(_Model):
    """A baseline: the model without articles and without the gate. It gives out every citation as right; whether it exists is
    found when it is checked. It abstains by saying nothing."""

    def __init__(self, speaker: Speaker, registry: Registry) -> None:
        super().__init__(speaker, ALONE)
        self._registry = registry

    def reply(self, question: str) -> Reply:
        spoken = self._speaker.alone(question)
        cited = dict.fromkeys(span.citation for span in find_citations(spoken.text, self._registry))
        return Reply(
            abstained=not spoken.text,
            text=spoken.text,
            citations=tuple(Cited(c.act, c.article, c.point, c.subpoint) for c in cited),
            first_token=spoken.first_token / 1000 if spoken.first_token is not None else None,
            tokens=spoken.tokens,
        )
