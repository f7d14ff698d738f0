//! Dialogs and menus that are about no single call: dial, status, help, questions, records, the customer's
//! side, themes, figures, the palette.

use serde_json::json;

use super::calls::{busy, busy_wrap_up};
use super::{State, by, keys};
use crate::desk::interaction::Cleared;
use crate::desk::{Change, Shift};
use crate::toolbar::testing::session::Script;
use crate::toolbar::testing::{chat, conversation, figures, integrations};

pub(super) fn states() -> Vec<State> {
    let mut states = at_work();
    states.extend(records());
    states.extend(customers_side());
    states.extend(toolbars_own());
    states
}

fn working(script: &mut Script) {
    script.working();
}

fn at_work() -> Vec<State> {
    vec![
        keys("dialog_dial", busy_wrap_up, "n 5124576870 tab"),
        by("dialog_dial_refused", working, |at| {
            at.keys("n 12 enter");
            let data = json!({"field": "channelDetails.phone", "hint": "at most 20 characters"});
            at.refuses(2001, "channelDetails.phone is no number", data);
        }),
        keys("dialog_status", busy_wrap_up, "s down"),
        by("dialog_status_refused", working, |at| {
            at.keys("s down enter").refuses(3000, "no more breaks today", json!({"http": 409}));
        }),
        keys("dialog_campaigns", busy_wrap_up, "G"),
        keys("dialog_extension", busy_wrap_up, "x"),
        keys("dialog_help", busy_wrap_up, "?"),
        keys("dialog_help_further", busy_wrap_up, "? pgdn pgdn"),
        keys("dialog_help_of_frames", busy_wrap_up, "f ?"),
        keys("dialog_quit", busy_wrap_up, "q"),
        keys("dialog_sign_out", busy_wrap_up, "o"),
        keys("dialog_sign_out_idle", working, "o"),
        keys("dialog_notifications", busy_wrap_up, "b"),
        keys("dialog_notifications_none", working, "b"),
    ]
}

fn offered(script: &mut Script) {
    integrations::on_call(script);
    let names = ["Anshika Sharma", "Anshika S", "A. Sharma"];
    let records: Vec<_> = (1..).zip(names).map(|(number, name)| integrations::record(number, name)).collect();
    integrations::offers(script, &records);
}

fn linked(script: &mut Script) {
    integrations::on_call(script);
    let (interaction_id, record) =
        (Script::anshika().interaction_id, integrations::record(1, "Anshika Sharma"));
    script.change(&Change::Record { interaction_id, record: Some(record) });
    script.change(&Change::CurrentRecord { record: integrations::record(2, "A. Sharma") });
}

fn records() -> Vec<State> {
    vec![
        keys("dialog_records", offered, "down"),
        by("dialog_records_refused", offered, |at| {
            at.keys("down enter").refuses(3000, "the record is gone", json!({"http": 409}));
        }),
        keys("dialog_record_menu", offered, "esc R down enter"),
        keys("dialog_record_menu_linked", linked, "R down"),
        keys("dialog_attach", integrations::on_call, "R enter"),
        keys("dialog_create_record", integrations::on_call, "R down down down enter"),
        keys(
            "dialog_preview",
            |script| {
                script.working();
                let records = (1..7).map(|number| integrations::record(number, "Jack Rogers")).collect();
                script.change(&Change::PreviewRecords { phone: "3362227000".to_owned(), records });
            },
            "n 3362227000 ctrl-l",
        ),
    ]
}

fn customers_side() -> Vec<State> {
    vec![
        keys("dialog_customer_calls", busy_wrap_up, "c"),
        by("dialog_customer_calls_refused", working, |at| {
            let data = json!({"field": "phone", "hint": "at most 20 characters"});
            at.keys("c enter enter enter").refuses(2001, "phone is no number", data);
        }),
        keys("dialog_customer", busy_wrap_up, "C"),
        keys("dialog_customer_not_now", working, "C up enter"),
        keys("dialog_customer_opens_a_chat", working, "C enter"),
        keys("dialog_customer_writes", chat::chatting, "C down down down enter"),
    ]
}

fn toolbars_own() -> Vec<State> {
    vec![
        keys("dialog_themes", conversation::on_whatsapp, "f4 down"),
        keys("figures", figures::a_day, "A"),
        by("figures_none", working, |at| {
            at.app.desk.shift = Shift::default();
            at.keys("A");
        }),
        keys("palette", busy, ":"),
        keys("palette_typed", busy, ": ho"),
        keys("palette_not_now", working, ": hold"),
        keys("palette_nothing_fits", working, ": zzyzx backspace backspace ~~~"),
        keys("palette_of_settings", working, "g ,"),
        keys("palette_of_interactions", busy, "g i"),
        keys("palette_of_a_customer", past_callers, ": jack"),
        keys("palette_over_a_form", working, "n 12 ctrl-p status"),
    ]
}

fn past_callers(script: &mut Script) {
    busy(script);
    script.hangs_up(&Script::anshika(), Cleared::Customer).ends(&Script::anshika());
}
