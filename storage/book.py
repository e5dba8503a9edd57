"""One transaction of the ledger: the few verbs with which a use case writes posts and tasks. What it tells: `telling`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.domain.answers import Noted, Response
from bot.domain.consent import PHOTO
from bot.domain.findings import Finding, Gate
from bot.domain.post import (
    Body,
    Draft,
    Post,
    Publication,
    Revision,
    Status,
    Story,
    Task,
    TaskKind,
    TaskState,
    content_hash,
)
from bot.domain.signoffs import Need
from bot.domain.trust import Role
from storage import media, queries, writes
from storage.telling import Ids, Telling

__all__ = ["Book", "Ids", "StaleError"]


class StaleError(Exception):
    """The post changed between reading and writing: read again and decide again."""


@dataclass(slots=True, kw_only=True)
class Book(Telling):
    """One transaction. Everything written in it is committed together or not at all."""

    def story(self, post_id: int) -> Story | None:
        """The post as it stands, its row locked until the transaction ends."""
        return queries.story(self.connection, post_id, lock=True)

    def keep_draft(self, found: Story | None, draft: Draft, *, author: str, form_key: str | None) -> Story:
        """Saves what was typed, in a new post if there is none yet. Returns the post as it stands now, without reading it."""
        if found is not None:
            post = found.post
            school = draft.school if post.status is Status.DRAFT else post.school
            values = {"post_id": post.id, "new_draft": queries.draft_to_json(draft), "new_school": school}
            writes.KEEP_DRAFT.run(self.connection, values)
            return replace(found, post=replace(post, draft=draft, school=school, version=post.version + 1))
        row = {
            "school_id": draft.school,
            "author_id": author,
            "status": Status.DRAFT.value,
            "version": 1,
            "form_key": form_key,
            "draft": queries.draft_to_json(draft),
            "changed_by": author,
            "changed_at": self.now,
            "why": "",
            "stuck": "",
            "created_at": self.now,
        }
        made = Post(
            id=int(writes.NEW_POST.value(self.connection, row)),
            school=draft.school,
            author=author,
            status=Status.DRAFT,
            version=1,
            draft=draft,
            changed_by=author,
            changed_at=self.now,
        )
        return Story(post=made)

    def seal(self, story: Story, body: Body, *, submission_key: str) -> Revision:
        """The next version of a post, with the people it features. Its hash is what an approval belongs to."""
        salt, canonical = self.ids.salt(), body.canonical()
        sha256 = content_hash(canonical, salt)
        no = (story.revision.no if story.revision else 0) + 1
        row = {
            "post_id": story.post.id,
            "no": no,
            "body": canonical,
            "salt": salt,
            "sha256": sha256,
            "sealed_at": self.now,
            "submission_key": submission_key,
            "policy_version": self.policy_version,
        }
        revision_id = int(writes.NEW_REVISION.value(self.connection, row))
        people = [{"revision_id": revision_id, "person_id": person, "use": PHOTO} for person in body.everybody]
        writes.NEW_PERSON.run_all(self.connection, people)
        media.sealed(self.connection, revision_id, body.photos)
        return Revision(
            id=revision_id,
            post_id=story.post.id,
            no=no,
            body=body,
            salt=salt,
            sha256=sha256,
            sealed_at=self.now,
        )

    def move(
        self,
        story: Story,
        status: Status,
        *,
        by: str,
        why: str = "",
        stuck: str = "",
        revision: Revision | None = None,
        quietly: bool = False,
    ) -> None:
        """Compare-and-set of the post's row; every open card of the post will be brought up to date.

        quietly: who last moved the post, when and why stay as they were (a look that changed nothing).
        """
        post, current = story.post, revision or story.revision
        values = {
            "post_id": post.id,
            "seen": post.version,
            "new_status": status.value,
            "new_school": post.school,
            "new_revision": current.id if current else None,
            "by": post.changed_by if quietly else by,
            "at": post.changed_at if quietly else self.now,
            "new_why": post.why if quietly else why,
            "new_stuck": stuck,
        }
        if writes.MOVE.run(self.connection, values) != 1:
            raise StaleError
        self.touched[post.id] = (post.version + 1, post.school)

    def touch(self, story: Story) -> None:
        """The post stays as it is, and who moved it last; every open card of it will be brought up to date."""
        self.move(story, story.post.status, by=story.post.changed_by, stuck=story.post.stuck, quietly=True)

    def ask(self, story: Story, revision: Revision, needs: Iterable[Need]) -> None:
        """Opens the tasks of those whose yes a revision needs; what the author gave by sending it is done at once."""
        self._open([self._asked(story, revision, need) for need in needs])

    def _asked(self, story: Story, revision: Revision, need: Need) -> dict[str, Any]:
        due_at = revision.body.at
        row = self._task(story, revision, need.kind, need.role, clause=need.clause, due_at=due_at)
        row |= {"user_id": need.user_id, "place": str(need.seat) if need.seat > 1 else ""}
        if need.given:
            row |= {"state": TaskState.DONE.value, "outcome": "approved", "next_nudge_at": None}
            row |= {"done_by": story.post.author, "as_role": need.role.value, "done_at": self.now}
        return row

    def note(self, story: Story, revision: Revision, gate: Gate, findings: Iterable[Finding]) -> Story:
        """Keeps what was found in a version, each question once. Returns the post with it."""
        known = {finding.fingerprint for finding in story.found_in(revision)}
        new = list({each.fingerprint: each for each in findings if each.fingerprint not in known}.values())
        rows = [
            {
                "revision_id": revision.id,
                "gate": gate.value,
                "clause": each.clause,
                "strength": each.strength.value,
                "code": each.code,
                "kind": each.kind,
                "field": each.field.value,
                "place": each.where,
                "begins": each.start,
                "ends": each.end,
                "span": each.span,
                "people": json.dumps(each.people),
                "sentence": each.sentence,
                "fingerprint": each.fingerprint,
                "found_at": self.now,
            }
            for each in new
        ]
        writes.NEW_FINDING.run_all(self.connection, rows)
        noted = (Noted(revision_id=revision.id, finding=each) for each in new)
        return replace(story, noted=(*story.noted, *noted))

    def answer(self, story: Story, answers: Iterable[Response]) -> Story:
        """Keeps what was said to findings. Returns the post with it; whoever answers also moves the post or its draft,
        so that its version tells."""
        given = tuple(answers)
        rows = [
            {
                "post_id": story.post.id,
                "fingerprint": each.fingerprint,
                "side": each.side.value,
                "value": each.said.value,
                "reason": each.reason,
                "given_by": each.by,
                "given_at": each.at,
            }
            for each in given
        ]
        writes.NEW_ANSWER.run_all(self.connection, rows)
        return replace(story, answers=(*story.answers, *given))

    def give_to_office(self, story: Story, revision: Revision) -> None:
        """Opens the publish task of a revision, or opens it again after the post was held."""
        existing = next(iter(story.tasks_of(TaskKind.PUBLISH, revision)), None)
        if existing is not None:
            self.settle([existing], state=TaskState.OPEN)
            return
        task = self._task(story, revision, TaskKind.PUBLISH, Role.OFFICE, clause="SP-6", due_at=revision.body.at)
        self._open([task])

    def ask_for_takedown(self, story: Story, revision: Revision, places: Iterable[str]) -> list[str]:
        """Opens one takedown task for each place where a revision is live and must not be (clause GV-2).

        Returns the places that had none yet.
        """
        asked = {task.place for task in story.tasks_of(TaskKind.TAKEDOWN, revision)}
        new = [place for place in places if place not in asked]
        role, clause = Role.OFFICE, "GV-2"
        tasks = [self._task(story, revision, TaskKind.TAKEDOWN, role, clause=clause, place=each) for each in new]
        self._open(tasks)
        return new

    def ask_person(self, story: Story, revision: Revision, user_id: str, *, outcome: str = "") -> None:
        """Asks somebody in Slack whether this version may show them; `outcome` where that is known already (clause RS-2)."""
        row = self._task(story, revision, TaskKind.PERMISSION, Role.STAFF, clause="RS-2", due_at=revision.body.at)
        row["user_id"] = user_id
        if outcome:
            row |= {"state": TaskState.DONE.value, "outcome": outcome, "done_by": user_id, "done_at": self.now}
        writes.NEW_TASK.run(self.connection, row)

    def await_changes(self, story: Story, at: datetime | None, revision: Revision | None = None) -> None:
        """The author has a post back that has a time of its own: they will hear when that passes, and of no earlier one.

        revision: the version that they have back; none where its photos were not through, so that it became none.
        """
        self.cancel_open(story, kinds=frozenset({TaskKind.CHANGE}))
        if at is not None and at > self.now:
            row = self._task(story, revision, TaskKind.CHANGE, Role.STAFF, clause="SP-5", due_at=at)
            self._open([row | {"user_id": story.post.author}])

    def ask_to_delete(self, story: Story, revision: Revision, place: str, *, declaration: str = "") -> None:
        """Asks the author to delete photos there (clause PH-2); done at once where they have declared it already."""
        row = self._task(story, revision, TaskKind.DELETION, Role.STAFF, clause="PH-2", place=place)
        author = story.post.author
        row["user_id"] = author
        if declaration:
            row |= {"state": TaskState.DONE.value, "outcome": "deleted", "proof": declaration, "next_nudge_at": None}
            row |= {"done_by": author, "as_role": Role.STAFF.value, "done_at": self.now}
        self._open([row])

    def settle(
        self,
        tasks: Iterable[Task],
        *,
        state: TaskState,
        by: str = "",
        outcome: str = "",
        reason: str = "",
        proof: str = "",
    ) -> None:
        """Writes how these tasks stand now. `by` empty clears who had done them (a task that opens again)."""
        rows = [
            {
                "task_id": task.id,
                "new_state": state.value,
                "new_outcome": outcome,
                "new_reason": reason,
                "by": by,
                "new_role": task.role.value if by else "",
                "at": self.now if by else None,
                "new_proof": proof,
                **self._chased(task, state, anew=not by),
            }
            for task in tasks
        ]
        writes.SETTLE.run_all(self.connection, rows)

    def look_again(self, task: Task, *, at: datetime | None, level: int) -> None:
        """When an open task is to be looked at next, and how many steps of chasing it has had."""
        values = {"task_id": task.id, "seen_look": task.next_nudge_at, "new_look": at, "new_level": level}
        if writes.LOOK_AGAIN.run(self.connection, values) != 1:
            raise StaleError

    def _chased(self, task: Task, state: TaskState, *, anew: bool) -> dict[str, Any]:
        """A task that opens again is chased from the start; one that is closed is not chased any more."""
        if state is not TaskState.OPEN:
            return {"new_look": None, "new_level": task.level}
        if not anew:
            return {"new_look": task.next_nudge_at, "new_level": task.level}
        return {"new_look": self.pace.at(task.school).first_look(task.kind, self.now, task.due_at), "new_level": 0}

    def cancel_open(self, story: Story, *, kinds: frozenset[TaskKind]) -> None:
        """Nobody is asked any more: open tasks of these kinds are closed without an outcome."""
        self.settle(
            [task for task in story.tasks if task.kind in kinds and task.state is TaskState.OPEN],
            state=TaskState.CANCELLED,
        )

    def record_live(self, revision: Revision, *, place: str, url: str, by: str) -> Publication:
        """A place where this revision can be seen from now on."""
        row = {
            "post_id": revision.post_id,
            "revision_id": revision.id,
            "platform": place,
            "url": url,
            "live_at": self.now,
            "live_by": by,
            "removed_by": "",
        }
        made = int(writes.NEW_PUBLICATION.value(self.connection, row))
        return Publication(id=made, revision_id=revision.id, place=place, url=url, live_at=self.now, live_by=by)

    def record_removed(self, publication: Publication, *, by: str) -> None:
        """Somebody looked, and it is gone."""
        writes.REMOVED.run(self.connection, {"publication_id": publication.id, "at": self.now, "by": by})

    def _task(
        self,
        story: Story,
        revision: Revision | None,
        kind: TaskKind,
        role: Role,
        *,
        clause: str,
        place: str = "",
        due_at: datetime | None = None,
    ) -> dict[str, Any]:
        school = revision.body.school if revision else story.post.school
        pace = self.pace.at(school)
        due_at = pace.due_at(kind, self.now, due_at)
        return {
            "kind": kind.value,
            "school_id": school,
            "post_id": story.post.id,
            "revision_id": revision.id if revision else None,
            "role": role.value,
            "user_id": "",
            "place": place,
            "clause": clause,
            "state": TaskState.OPEN.value,
            "outcome": "",
            "reason": "",
            "opened_at": self.now,
            "due_at": due_at,
            "next_nudge_at": pace.first_look(kind, self.now, due_at),
            "level": 0,
            "done_by": "",
            "as_role": "",
            "done_at": None,
            "proof": "",
        }

    def _open(self, tasks: list[dict[str, Any]]) -> None:
        writes.NEW_TASK.run_all(self.connection, tasks)
