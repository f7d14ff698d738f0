//! The workbench with calls, and the dialogs that are about one: transfer, conference, keypad, callbacks,
//! disposition.

use serde_json::json;

use super::screens::on_call;
use super::{State, by, keys};
use crate::contract::Event;
use crate::contract::payload::{Disposed, DispositionDetails};
use crate::desk::Change;
use crate::desk::interaction::{Cleared, Draft, DraftCallback, Member};
use crate::toolbar::testing::session::Script;
use crate::toolbar::testing::{integrations, several, voice};
use crate::wire::Role;

pub(super) fn states() -> Vec<State> {
    let mut states = workbench();
    states.extend(several_at_once());
    states.extend(with_others());
    states.extend(callbacks());
    states.extend(disposition());
    states
}

/// A desk at which something of everything goes on.
pub fn busy(script: &mut Script) {
    let first = Script::call(18, None, "3362227000", false);
    let second = Script::call(19, Some("Jack Rogers"), "3362227000", true);
    script.working().rings(&first).wait(20).missed(&first).wait(30);
    script.dials(&second).wait(6).connects(&second).wait(95).hangs_up(&second, Cleared::Agent).wait(14);
    script.disposes(&second).wait(8);
    let call = Script::anshika();
    script.rings(&call).wait(4).connects(&call).wait(41).hold(&call, true).wait(12).mute(&call, true);
    script.waiting(47, 2).waiting(172, 1).wait(2);
    let other = Script::call(21, Some("Rose Gonzalez"), "5124576870", false);
    script.rings(&other).wait(3);
}

/// The same when its call is over.
pub(super) fn busy_wrap_up(script: &mut Script) {
    busy(script);
    script.hangs_up(&Script::anshika(), Cleared::Customer).wait(3);
}

fn workbench() -> Vec<State> {
    vec![
        keys(
            "workbench_available",
            |script| {
                script.working();
            },
            "",
        ),
        keys(
            "workbench_on_a_break",
            |script| {
                script.working().status(false, "Lunch").wait(61);
            },
            "",
        ),
        keys(
            "workbench_not_ready",
            |script| {
                script.signed_in().campaigns(&[172]).extension().wait(9);
            },
            "",
        ),
        keys(
            "workbench_arriving",
            |script| {
                script.working().event(&Event::InteractionInitiated(Script::anshika())).wait(1);
            },
            "",
        ),
        keys(
            "workbench_ringing",
            |script| {
                script.working().rings(&Script::anshika()).wait(6);
            },
            "",
        ),
        keys(
            "workbench_dialling",
            |script| {
                script.working().dials(&Script::call(22, None, "7852416200", true)).wait(7);
            },
            "",
        ),
        keys("workbench_on_call", on_call, ""),
        keys(
            "workbench_muted",
            |script| {
                on_call(script);
                script.mute(&Script::anshika(), true).wait(3);
            },
            "",
        ),
        keys(
            "workbench_on_hold",
            |script| {
                on_call(script);
                script.hold(&Script::anshika(), true).mute(&Script::anshika(), true).wait(14);
            },
            "",
        ),
        keys("workbench_wrapup", wrap_up, ""),
        keys("workbench_disposed", disposed, ""),
        keys("workbench_past", past, ""),
        keys("workbench_busy", busy, ""),
        by("workbench_hold_refused", on_call, |at| {
            let data = json!({"http": 409, "hint": "wait until it is connected"});
            at.keys("h").refuses(3000, "the call is not connected", data);
        }),
    ]
}

fn wrap_up(script: &mut Script) {
    on_call(script);
    script.hangs_up(&Script::anshika(), Cleared::Customer).wait(31);
}

/// The disposition is given, and the end is about to follow.
fn disposed(script: &mut Script) {
    wrap_up(script);
    let call = Script::anshika();
    script.event(&Event::InteractionDisposed(Disposed {
        interaction_id: call.interaction_id.clone(),
        campaign_id: call.campaign_id,
        user_crt_object_id: call.user_crt_object_id.clone(),
        channel_details: call.channel_details.clone(),
        disposition_details: DispositionDetails {
            disposition_class: "Closed".to_owned(),
            disposition_code: crate::contract::ids::ClassId(588),
            call_notes: String::new(),
        },
    }));
}

/// Calls that ended in every way there is.
fn past(script: &mut Script) {
    use Cleared as C;
    script.working();
    let ways = [
        C::Agent,
        C::Customer,
        C::Busy,
        C::NoAnswer,
        C::Missed,
        C::Rejected,
        C::TooLong,
        C::WaitedTooLong,
        C::SignedOut,
        C::Transferred,
        C::Resolved,
        C::Owner,
        C::Left,
    ];
    for (number, by) in (40..).zip(ways) {
        let call = Script::call(number, Some("Rose Gonzalez"), "5124576870", false);
        script.rings(&call).wait(3).connects(&call).wait(61).hangs_up(&call, by).wait(4).ends(&call);
    }
}

fn several_at_once() -> Vec<State> {
    vec![
        keys("side_by_side", several::side_by_side, ""),
        keys("side_by_side_chat", several::side_by_side, "3"),
        keys("side_by_side_third_chosen", several::side_by_side, "2"),
        keys("many", many, ""),
    ]
}

/// More than there is room for.
fn many(script: &mut Script) {
    script.working();
    for number in 0..14 {
        let call = Script::call(number, Some("Jack Rogers"), "3362227000", number % 2 == 0);
        script.rings(&call).wait(1).connects(&call);
    }
    script.hangs_up(&Script::call(6, None, "1", true), Cleared::Customer);
    script.missed(&Script::call(5, None, "1", false));
}

fn consults(script: &mut Script, joined: bool, talks: bool) {
    voice::on_call(script);
    voice::asks(script, joined, talks);
}

fn with_others() -> Vec<State> {
    vec![
        keys("dialog_transfer", integrations::on_call, "t moh5"),
        keys("dialog_transfer_colleague", voice::on_call, "t"),
        keys("dialog_transfer_campaign", voice::on_call, "t tab right right tab tab"),
        keys("dialog_transfer_ivr", voice::on_call, "t tab left tab"),
        by("dialog_transfer_refused", integrations::on_call, |at| {
            at.keys("t moh6 enter");
            at.refuses(4000, "there is no user \"moh6\"", json!({"hint": "did you mean moh5?"}));
        }),
        keys("dialog_consult", voice::on_call, "t tab tab right tab asha"),
        keys("consult_ringing", |script| consults(script, false, false), ""),
        keys("consult_talking", |script| consults(script, true, true), ""),
        keys("consult_waiting", |script| consults(script, true, false), ""),
        keys("dialog_confer", integrations::on_call, "v 8368941654"),
        keys("members", voice::conference, "p down"),
        by("members_refused", voice::conference, |at| {
            at.keys("p down x").refuses(4000, "8368941654 is in no call", json!({}));
        }),
        keys("conference", conference, ""),
        keys("keypad", voice::on_call, "K"),
        by("keypad_refused", voice::on_call, |at| {
            at.keys("K 1").refuses(3000, "the call is on hold", json!({"http": 409}));
        }),
        keys("dialog_colleagues", voice::on_call, "I"),
        keys("dialog_copy", voice::on_call, "y"),
    ]
}

/// A call that another agent asked this one into, with a record, and integrations at the desk.
fn conference(script: &mut Script) {
    integrations::on_call(script);
    let member = |who: &str, is_user, joined| Member { who: who.to_owned(), is_user, joined, held: false };
    let members = vec![member("moh5", true, true), member("8368941654", false, false)];
    let interaction_id = Script::anshika().interaction_id;
    script.change(&Change::Members { interaction_id: interaction_id.clone(), members });
    script.change(&Change::Record {
        interaction_id: interaction_id.clone(),
        record: Some(integrations::record(1, "Anshika Sharma")),
    });
    script.change(&Change::Owner { interaction_id, is_owner: false }).wait(2);
    let list = [("crm-1", Role::Crm), ("app-1", Role::App), ("app-2", Role::App)];
    let list = list.into_iter().map(|(peer, role)| integrations::integration(peer, role)).collect();
    script.change(&Change::Integrations { list });
}

fn callbacks() -> Vec<State> {
    vec![
        keys("callbacks", voice::promised, "B down"),
        keys("callbacks_none", voice::on_call, "B"),
        keys("callbacks_taken_back", voice::promised, "B down x"),
        by("callbacks_refused", voice::promised, |at| {
            at.keys("B enter").refuses(3000, "you are on a call", json!({"http": 409}));
        }),
        keys("callback_moved", voice::promised, "B down m"),
        by("callback_moved_refused", voice::promised, |at| {
            at.keys("B down m ctrl-u +2h enter");
            at.refuses(2001, "callbackTime is past", json!({"field": "callbackTime"}));
        }),
    ]
}

fn disposition() -> Vec<State> {
    vec![
        keys("dialog_disposition", busy_wrap_up, "d down enter down enter"),
        keys("disposition_callback", voice::wrap_up, "d tab tab later tab right tab +2h"),
        keys("disposition_callback_wrong", voice::wrap_up, "d tab tab later tab right tab soon ctrl-s"),
        keys(
            "disposition_drafted",
            |script| {
                voice::wrap_up(script);
                let callback =
                    DraftCallback { own: true, when: "+2h".to_owned(), phone: "4155550199".to_owned() };
                let notes = "wants an invoice".to_owned();
                let draft = Draft { code: None, notes, callback: Some(callback) };
                script.change(&Change::Draft { interaction_id: Script::anshika().interaction_id, draft });
            },
            "d",
        ),
        by("disposition_refused", voice::wrap_up, |at| {
            at.keys("d ctrl-s").refuses(3000, "it is disposed already", json!({"http": 409}));
        }),
    ]
}
