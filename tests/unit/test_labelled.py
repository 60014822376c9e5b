"""The base of the vocabularies."""

import copy
import pickle

import pytest
from pydantic import BaseModel, ValidationError

from app.vocabulary.calendar import DayKind, LimitUnit
from app.vocabulary.labelled import Labelled


class Sheet(BaseModel):
    unit: LimitUnit


class TestLabelled:
    def test_a_member_is_its_value_and_knows_its_label(self):
        assert LimitUnit.WORK_HOUR == "work_hour"
        assert f"{LimitUnit.WORK_HOUR}" == "work_hour"
        assert LimitUnit.WORK_HOUR.label == "工作小时"
        assert LimitUnit("work_hour") is LimitUnit.WORK_HOUR

    def test_an_unknown_value_is_refused(self):
        with pytest.raises(ValueError, match="fortnight"):
            LimitUnit("fortnight")

    def test_a_member_without_a_label_is_refused(self):
        with pytest.raises(TypeError, match="has no label"):
            Labelled("Broken", {"WORD": "word"})

    @pytest.mark.parametrize("again", [copy.deepcopy, lambda member: pickle.loads(pickle.dumps(member))])
    def test_a_copy_is_the_member(self, again):
        assert again(DayKind.MADE_UP) is DayKind.MADE_UP

    def test_the_schema_is_a_plain_string_enum(self):
        schema = Sheet.model_json_schema()["$defs"]["LimitUnit"]
        assert schema["type"] == "string"
        assert schema["enum"] == ["workday", "calendar_day", "hour", "minute", "work_hour"]

    def test_it_goes_through_json(self):
        sheet = Sheet.model_validate_json('{"unit": "hour"}')
        assert sheet.unit is LimitUnit.HOUR
        assert sheet.model_dump_json() == '{"unit":"hour"}'
        with pytest.raises(ValidationError):
            Sheet.model_validate({"unit": "小时"})
