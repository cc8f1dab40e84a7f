"""Two people write at once: nothing is overwritten unseen, and nothing typed is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from education.models import Contraindication, Topic
from tests.education.desk import address, fields_of, open_form
from tests.factories import make_topic, make_user

pytestmark = pytest.mark.django_db

WHY = "contraindications-0-why"


@pytest.fixture
def topic() -> Topic:
    return make_topic()


def editor() -> Client:
    client = Client()
    client.force_login(make_user("editor"))
    return client


def send(client: Client, topic: Topic, panel: str, fields: dict, **changes: str):
    return client.post(address(topic, panel), {**fields, **changes})


def whys(topic: Topic) -> list[str]:
    return list(topic.contraindications.values_list("why", flat=True))


def test_the_second_to_save_is_refused_and_keeps_what_was_typed(topic):
    first, second = editor(), editor()
    seen_by_first = open_form(first, address(topic, "who"))
    seen_by_second = open_form(second, address(topic, "who"))
    send(first, topic, "who", seen_by_first, **{WHY: "The first text."})

    response = send(second, topic, "who", seen_by_second, **{WHY: "The second text."})

    page = response.content.decode()
    assert "Somebody else changed this page while you were writing." in page
    assert "The second text." in page
    assert "The first text." in page
    assert "Last saved by Ana" in page
    assert whys(topic)[0] == "The first text."


def test_save_mine_replaces_it_and_the_other_text_stays_among_the_versions(topic):
    first, second = editor(), editor()
    seen_by_first = open_form(first, address(topic, "who"))
    seen_by_second = open_form(second, address(topic, "who"))
    send(first, topic, "who", seen_by_first, **{WHY: "The first text."})
    refused = send(second, topic, "who", seen_by_second, **{WHY: "The second text."})

    token = refused.context["adminform"].form.token_now
    response = send(second, topic, "who", fields_of(refused), save_mine=token)

    assert response.status_code == 302
    assert whys(topic)[0] == "The second text."
    texts = [edition.page["contraindications"][0]["why"] for edition in topic.editions.all()]
    assert "The first text." in texts


def test_save_mine_is_refused_when_a_third_person_saved_meanwhile(topic):
    first, second, third = editor(), editor(), editor()
    seen = open_form(second, address(topic, "who"))
    send(first, topic, "who", open_form(first, address(topic, "who")), **{WHY: "The first text."})
    refused = send(second, topic, "who", seen, **{WHY: "The second text."})
    token = refused.context["adminform"].form.token_now
    send(third, topic, "who", open_form(third, address(topic, "who")), **{WHY: "The third text."})

    response = send(second, topic, "who", fields_of(refused), save_mine=token)

    assert response.status_code == 200
    assert whys(topic)[0] == "The third text."


def test_another_page_of_the_desk_is_free(topic):
    first, second = editor(), editor()
    seen_by_second = open_form(second, address(topic, "questions"))
    send(first, topic, "who", open_form(first, address(topic, "who")), **{WHY: "The first text."})

    response = send(second, topic, "questions", seen_by_second, **{"faqs-0-answer": "A little."})

    assert response.status_code == 302
    assert topic.faqs.get().answer == "A little."


def test_an_entry_that_the_other_removed_is_kept_with_save_mine(topic):
    first, second = editor(), editor()
    seen_by_second = open_form(second, address(topic, "who"))
    remove = {"contraindications-0-DELETE": "on"}
    send(first, topic, "who", open_form(first, address(topic, "who")), **remove)
    refused = send(second, topic, "who", seen_by_second, **{WHY: "The second text."})

    token = refused.context["adminform"].form.token_now
    response = send(second, topic, "who", fields_of(refused), save_mine=token)

    assert "Pregnancy" in refused.content.decode()
    assert response.status_code == 302
    assert set(whys(topic)) == {"The second text.", "You may bruise more."}


def test_an_entry_that_the_other_added_stays_with_save_mine(topic):
    first, second = editor(), editor()
    seen_by_second = open_form(second, address(topic, "questions"))
    new = {"faqs-1-question": "Is it for me?", "faqs-1-answer": "Ask us."}
    send(first, topic, "questions", open_form(first, address(topic, "questions")), **new)
    refused = send(second, topic, "questions", seen_by_second, **{"faqs-0-answer": "A little."})

    token = refused.context["adminform"].form.token_now
    send(second, topic, "questions", fields_of(refused), save_mine=token)

    assert "Is it for me?" in refused.content.decode()
    assert set(topic.faqs.values_list("answer", flat=True)) == {"A little.", "Ask us."}


def test_a_form_without_a_token_is_refused(topic):
    client = editor()
    fields = open_form(client, address(topic, "who"))

    response = send(client, topic, "who", {**fields, "seen": ""}, **{WHY: "Blind."})

    assert response.status_code == 200
    assert not Contraindication.objects.filter(why="Blind.").exists()


def test_the_address_counts_although_no_patient_reads_it(topic):
    first, second = editor(), editor()
    seen_by_second = open_form(second, address(topic, "basics"))
    send(first, topic, "basics", open_form(first, address(topic, "basics")), slug="first")

    response = send(second, topic, "basics", seen_by_second, slug="second")

    assert response.status_code == 200
    assert Topic.objects.get().slug == "first"


@pytest.mark.django_db(transaction=True)
def test_of_many_who_save_at_the_same_moment_one_is_stored(topic):
    writers = [editor() for _number in range(4)]
    forms = [open_form(client, address(topic, "who")) for client in writers]
    together = Barrier(len(writers))

    def write(number: int) -> int:
        together.wait()
        try:
            changes = {WHY: f"Text number {number}."}
            return send(writers[number], topic, "who", forms[number], **changes).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(writers)) as pool:
        answers = list(pool.map(write, range(len(writers))))

    assert sorted(answers) == [200, 200, 200, 302]
    assert topic.editions.count() == 2
    stored = answers.index(302)
    assert whys(topic)[0] == f"Text number {stored}."
