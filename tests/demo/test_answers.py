"""The example's answers give the editor something to read, and break no rule of what may be shown."""

from elearn.demo.answers import imagine_counts
from elearn.modules.insight import FEWEST, FIRST_BATCH, Insight, Sign, advise
from tests.delivered import delivered_content


def test_the_example_has_questions_that_need_a_look_and_many_that_do_not() -> None:
    module = delivered_content().modules[0]
    insights = {
        row.question_id: Insight.model_validate(row.shown) for row in imagine_counts(module, version_id=1)
    }
    assert insights.keys() == {question.id for question in module.questions}
    signs = [advise(question, insights[question.id])[0].sign for question in module.questions]
    assert signs[2] is Sign.TEMPTS
    assert signs.count(Sign.FINE) > len(signs) / 2
    assert Sign.FEW not in signs
    for insight in insights.values():
        assert insight.asked >= FIRST_BATCH
        assert insight.least <= insight.right <= insight.most
        assert all(times >= FEWEST for times in insight.wrong.values())
