# SPDX-License-Identifier: Apache-2.0
from ocppdesk.core.answer_rules import AnswerRule, Manner
from ocppdesk.csms.options import Options, options_from
from ocppdesk.settings import Settings


def test_options_follow_the_settings():
    settings = Settings()
    settings.change(
        {
            "listen_port": 9100,
            "heartbeat_interval_s": 60,
            "registration_status": "Pending",
            "accepted_id_tags": "AA, bb",
            "max_message_kb": 64,
            "answer_rules": '{"Heartbeat": {"manner": "silence"}}',
        }
    )
    options = options_from(settings)
    assert options.port == 9100
    assert options.max_message_bytes == 65536
    assert options.policy.heartbeat_interval_s == 60
    assert options.policy.registration_status == "Pending"
    assert options.policy.accepts("BB")
    assert not options.policy.accepts("CC")
    assert options.policy.rules == {"Heartbeat": AnswerRule(Manner.SILENCE)}


def test_every_option_has_the_default_of_its_setting():
    assert options_from(Settings()) == Options()


def test_the_idle_limit_is_three_heartbeats_and_never_short():
    assert Options().idle_limit_s == 900
    short = options_from(_with_heartbeat(1))
    assert short.idle_limit_s == 180


def _with_heartbeat(seconds):
    settings = Settings()
    settings.change({"heartbeat_interval_s": seconds})
    return settings
