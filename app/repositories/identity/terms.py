"""Expressions every query about people shares: today, and what is valid on it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, bindparam, exists, or_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Date, DateTime, Text, Uuid

from app.models.identity import Delegation, Department, LoginSession, Organ, Person, Post, RoleGrant, ServiceKey

organs, departments, people = Organ.__table__, Department.__table__, Person.__table__
posts, grants, delegations = Post.__table__, RoleGrant.__table__, Delegation.__table__
sessions, keys = LoginSession.__table__, ServiceKey.__table__

TODAY: ColumnElement[date] = bindparam("today", type_=Date())
NOW: ColumnElement[datetime] = bindparam("now", type_=DateTime(timezone=True))
ARRAY_UUID = ARRAY(Uuid())
ARRAY_TEXT = ARRAY(Text())


def held(of: FromClause) -> ColumnElement[bool]:
    """A post that is held today: from its first day to the day before ``ends_on``."""
    return and_(of.c.starts_on <= TODAY, or_(of.c.ends_on.is_(None), of.c.ends_on > TODAY))


def in_force(of: FromClause) -> ColumnElement[bool]:
    """A delegation that is in force today, its first and last day included."""
    return and_(of.c.revoked_at.is_(None), of.c.starts_on <= TODAY, of.c.ends_on >= TODAY)


def belongs(person: FromClause, organ_id: Any) -> ColumnElement[bool]:
    """A person at home in the organ, or holding a post there today."""
    post = exists().where(posts.c.person_id == person.c.id, posts.c.organ_id == organ_id, held(posts))
    return or_(person.c.organ_id == organ_id, post)
