"""The boxes for answers on the lessons' pages: judged there as ``check`` judges, by keyboard, in any width."""

import re

import numpy as np
import pytest

from backprop_helpers.practice.diagnosis import judge
from backprop_helpers.practice.exercises import EXERCISES, CodeExercise
from backprop_helpers.practice.predictions import PREDICTIONS, Choice
from tests.site.pages import EVERY

LESSONS = [name for name in EVERY if name.startswith("notebooks/")]
NUMBERS = [id for id, exercise in EXERCISES.items() if not isinstance(exercise, CodeExercise)]
WRONG = {
    "04_kernel_gradient": ("04.1", "0,2 2,1; 1,1 0,7", "Control+Enter"),
    "05_multi_layer_propagation": ("05.2", "3 4 5", "Enter"),
    "10_ten_scores": ("10.1", "0.15 0.05 0.7 0.1", "Enter"),
}


def box(page, id):
    """Return the field of a question, and where its verdict is said."""
    field = page.locator(f"#answer-{id.replace('.', '-')}")
    return field, page.locator("form.answer", has=field).get_by_role("status")


def text_of(array):
    """Write an array as a learner does, the blocks of one with three axes behind each other."""
    if array.ndim > 2:
        return "\n\n".join(map(text_of, array))
    rows = array if array.ndim == 2 else [array.ravel()]
    return "\n".join(" ".join(f"{number:.6f}" for number in row) for row in rows)


def test_every_question_stands_on_its_lessons_page_once(site):
    asked = [id for id, each in PREDICTIONS.items() if not isinstance(each, Choice)] + NUMBERS
    pages = "".join((site / f"{name}.html").read_text(encoding="utf-8") for name in LESSONS)
    assert sorted(re.findall(r'<textarea id="answer-(\d\d-\w)"', pages)) == sorted(id.replace(".", "-") for id in asked)
    assert pages.count("<fieldset><legend>Your prediction") == len(PREDICTIONS) + len(NUMBERS) - len(asked)
    assert pages.count("This exercise asks for a function, and Python checks it") == len(EXERCISES) - len(NUMBERS)


@pytest.mark.parametrize("name", LESSONS)
def test_the_right_answers_are_right_on_the_page(visit, name):
    page = visit(name)
    for id in (id for id in NUMBERS if name[10:12] == id[:2]):
        field, said = box(page, id)
        field.fill(text_of(np.asarray(EXERCISES[id].truth, dtype=float)))
        page.locator("form.answer", has=field).get_by_role("button").click()
        assert said.inner_text().startswith("Right"), (id, said.inner_text())


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_answer_is_named_by_keyboard_alone_on_a_phone(visit, site, name):
    id, text, key = WRONG[name]
    page = visit(f"notebooks/{name}", width=320, color_scheme="dark")
    field, said = box(page, id)
    field.focus()
    page.keyboard.type(text)
    page.keyboard.press(key)
    assert said.inner_text() == judge(text, id).message
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for link in said.get_by_role("link").all():
        file, _, place = link.get_attribute("href").rpartition("/")[2].partition("#")
        assert f'id="{place}"' in (site / "notebooks" / file).read_text(encoding="utf-8")
    page.keyboard.type("1")
    assert said.inner_text() == ""


def test_the_name_of_a_mistake_leads_to_its_lesson(visit):
    page = visit("notebooks/04_kernel_gradient")
    field, said = box(page, "04.1")
    field.fill(WRONG["04_kernel_gradient"][1])
    field.press("Control+Enter")
    (link,) = said.get_by_role("link").all()
    assert link.inner_text() == "lesson 04, “Is the answer's code right? Every other order of the arguments”"
    link.press("Enter")
    assert page.url.endswith("04_kernel_gradient.html#is-the-answer-s-code-right-every-other-order-of-the-arguments")


def test_what_is_typed_is_shown_as_text_alone(visit):
    page = visit("notebooks/00_the_question")
    field, said = box(page, "00.1")
    for text in ("<img/src=x/onerror=alert(1)>", "<script>alert(1)</script>"):
        field.fill(text)
        field.press("Enter")
        assert said.inner_text() == judge(text, "00.1").message
        assert said.locator("*").count() == 0


def test_a_word_is_predicted_by_its_button(visit):
    page = visit("notebooks/04_kernel_gradient")
    form = page.locator("form.answer", has=page.get_by_role("group", name="Your prediction, 04.a"))
    for word, told in (("above", "above: That is not it."), ("below", "below: Right.")):
        form.get_by_role("button", name=word).press("Enter")
        assert form.get_by_role("status").inner_text() == told
