//! Every screen and dialog as a picture, at the sizes that they are designed for.

use serde_json::json;

use super::harness::Harness;
use super::session::Script;
use super::{chat, conversation, integrations};
use crate::contract::session::SelectedExtension;
use crate::desk::interaction::{ChatSide, Cleared, Member};
use crate::desk::{Change, ToastVariant};
use crate::wire::{ClientEvent, Role};

/// The sizes of the pictures.
const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

/// Takes a picture at each size.
fn pictures(name: &str, make: impl Fn(u16, u16) -> Harness) {
    for (width, height) in SIZES {
        picture(name, make(width, height), width, height);
    }
}

fn picture(name: &str, harness: Harness, width: u16, height: u16) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("../snapshots");
    settings.bind(|| insta::assert_snapshot!(format!("{name}_{width}x{height}"), harness.screen()));
    super::moved::names_no_old_key(harness);
}

fn on_call(script: &mut Script) {
    let call = Script::anshika();
    script.working().rings(&call).wait(4).connects(&call).wait(252);
}

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

#[test]
fn side_by_side() {
    pictures("side_by_side", |w, h| Harness::after(w, h, super::several::side_by_side));
    pictures("side_by_side_chat", |w, h| {
        let mut harness = Harness::after(w, h, super::several::side_by_side);
        harness.keys("3");
        harness
    });
}

#[test]
fn voice_controls() {
    use super::voice::{asks, conference, on_call, promised, wrap_up};
    let after = |name: &str, write: fn(&mut Script), keys: &str| {
        pictures(name, |w, h| {
            let mut harness = Harness::after(w, h, write);
            harness.keys(keys);
            harness
        });
    };
    after("dialog_transfer_colleague", on_call, "t");
    after("dialog_transfer_campaign", on_call, "t tab right right tab tab");
    after("dialog_consult", on_call, "t tab tab right tab asha");
    let ringing = |script: &mut Script| {
        on_call(script);
        asks(script, false, false);
    };
    after("consult_ringing", ringing, "");
    let talking = |script: &mut Script| {
        on_call(script);
        asks(script, true, true);
    };
    after("consult_talking", talking, "");
    after("members", conference, "p down");
    after("keypad", on_call, "K");
    after("callbacks", promised, "B down");
    after("callbacks_none", on_call, "B");
    after("callback_moved", promised, "B down m");
    after("disposition_callback", wrap_up, "d tab tab later tab right tab +2h");
    after("disposition_callback_wrong", wrap_up, "d tab tab later tab right tab soon ctrl-s");
}

#[test]
fn login() {
    pictures("connecting", Harness::new);
    pictures("login", Harness::connected);
    pictures("login_typed", |w, h| {
        let mut harness = Harness::connected(w, h);
        harness.keys("executive enter executive");
        harness
    });
    pictures("login_wrong_password", |w, h| {
        let mut harness = Harness::connected(w, h);
        harness.keys("executive enter wrong enter").refuses(3000, "wrong password", json!({"http": 401}));
        harness
    });
    pictures("login_elsewhere", |w, h| {
        let mut harness = Harness::connected(w, h);
        harness.keys("executive enter executive enter");
        harness.refuses(3000, "signed in elsewhere", json!({"http": 409}));
        harness
    });
    pictures("login_new_epoch", |w, h| {
        let mut harness = Harness::after(w, h, on_call);
        let answer = super::harness::hello(json!({"epoch": "e2"}));
        harness.hub(ClientEvent::Connected { answer, how: crate::wire::Joined::NewEpoch });
        harness
    });
}

#[test]
fn campaigns_and_extension() {
    let signed_in = |script: &mut Script| {
        script.signed_in();
    };
    pictures("campaigns", |w, h| Harness::after(w, h, signed_in));
    pictures("campaigns_none_chosen", |w, h| {
        let mut harness = Harness::after(w, h, signed_in);
        harness.keys("down enter");
        harness
    });
    pictures("extension", |w, h| {
        Harness::after(w, h, |script| {
            script.signed_in().campaigns(&[47, 172]);
        })
    });
}

#[test]
fn workbench() {
    type Write = fn(&mut Script);
    let cases: [(&str, Write); 8] = [
        ("workbench_available", |script| {
            script.working();
        }),
        ("workbench_not_ready", |script| {
            script.signed_in().campaigns(&[172]).extension().wait(9);
        }),
        ("workbench_ringing", |script| {
            script.working().rings(&Script::anshika()).wait(6);
        }),
        ("workbench_dialling", |script| {
            script.working().dials(&Script::call(22, None, "7852416200", true)).wait(7);
        }),
        ("workbench_on_call", on_call),
        ("workbench_on_hold", |script| {
            on_call(script);
            script.hold(&Script::anshika(), true).mute(&Script::anshika(), true).wait(14);
        }),
        ("workbench_wrapup", |script| {
            on_call(script);
            script.hangs_up(&Script::anshika(), Cleared::Customer).wait(31);
        }),
        ("workbench_busy", busy),
    ];
    for (name, write) in cases {
        pictures(name, |w, h| Harness::after(w, h, write));
    }
}

#[test]
fn toasts_and_connection() {
    pictures("toasts", |w, h| {
        let mut harness = Harness::after(w, h, on_call);
        harness.then(|script| {
            script.toast(ToastVariant::Success, "Record attached");
            script.toast(ToastVariant::Warning, "The CRM answers slowly; the customer is looked up again");
        });
        harness
    });
    pictures("connection_lost", |w, h| {
        let mut harness = Harness::after(w, h, on_call);
        harness.lost(4, 2).wait(600);
        harness
    });
    pictures("refused", |w, h| {
        let mut harness = Harness::new(w, h);
        let reason = "the token is not the one of this hub (1008)".to_owned();
        harness.hub(ClientEvent::Refused { reason });
        harness
    });
    pictures("too_small", |_, _| Harness::connected(59, 17));
}

#[test]
fn dialogs() {
    let cases = [
        ("dialog_disposition", "d down enter down enter"),
        ("dialog_dial", "n 5124576870 tab"),
        ("dialog_status", "s down"),
        ("dialog_campaigns", "G"),
        ("dialog_extension", "x"),
        ("dialog_help", "?"),
        ("dialog_quit", "q"),
        ("dialog_sign_out", "o"),
        ("dialog_notifications", "b"),
        ("dialog_customer_calls", "c"),
        ("dialog_customer", "C"),
    ];
    for (name, keys) in cases {
        pictures(name, |w, h| {
            let mut harness = Harness::after(w, h, busy);
            harness.then(|script| {
                script.hangs_up(&Script::anshika(), Cleared::Customer).wait(3);
            });
            harness.keys(keys);
            harness
        });
    }
    pictures("dialog_dial_refused", |w, h| {
        let mut harness = Harness::after(w, h, |script| {
            script.working();
        });
        harness.keys("n 12 enter");
        let data = json!({"field": "channelDetails.phone", "hint": "at most 20 characters"});
        harness.refuses(2001, "channelDetails.phone is no number", data);
        harness
    });
}

/// Pictures of a desk after some keys and something that came in between.
fn after(name: &str, write: fn(&mut Script), keys: &str) {
    pictures(name, |w, h| {
        let mut harness = Harness::after(w, h, write);
        harness.keys(keys);
        harness
    });
}

#[test]
fn chats() {
    after(
        "chat_offered",
        |script| {
            script.working();
            chat::offered(script);
            chat::says(script, ChatSide::Customer, "Hello?");
            script.wait(4);
        },
        "",
    );
    after("chat_writing", chat::chatting, "i That should not be.");
    after(
        "chat_left",
        |script| {
            chat::chatting(script);
            script.hangs_up(&chat::chat(), Cleared::Customer).wait(9);
        },
        "",
    );
}

#[test]
fn conversations() {
    use conversation::{on_whatsapp, supervising};
    after("chat_whatsapp", on_whatsapp, "");
    after("chat_replies", on_whatsapp, "i /");
    after("dialog_conversation", on_whatsapp, "l");
    after("dialog_themes", on_whatsapp, "f4 down");
    after("dialog_labels", on_whatsapp, "l labels enter");
    after("dialog_attributes", on_whatsapp, "l attributes enter");
    after("dialog_template", on_whatsapp, "l template enter enter");
    after("dialog_record_form", on_whatsapp, "l new enter enter tab ctrl-u ctrl-s");
    after("dialog_preferences", on_whatsapp, "N");
    pictures("dialog_find", |w, h| {
        let mut harness = Harness::after(w, h, on_whatsapp);
        let found = |id: u64, name: &str| json!({"customerId": id, "name": name, "phone": "1234567890"});
        harness.keys("F an enter").answers(json!([found(1, "Anshika"), found(2, "Andy Young")]));
        harness
    });
    pictures("dialog_card", |w, h| {
        let mut harness = Harness::after(w, h, on_whatsapp);
        harness.keys("F an enter").answers(json!([{"customerId": 1, "name": "Anshika"}])).keys("enter");
        harness.answers(conversation::anshika());
        harness
    });
    pictures("dialog_waiting", |w, h| {
        let mut harness = Harness::after(w, h, on_whatsapp);
        harness.keys("w").answers(json!([conversation::waits()]));
        harness
    });
    pictures("desks", |w, h| {
        let mut harness = Harness::after(w, h, on_whatsapp);
        harness.keys("S").answers(json!("ok")).then(supervising);
        harness
    });
}

#[test]
fn transfers_and_records() {
    after("dialog_transfer", integrations::on_call, "t moh5");
    after("dialog_confer", integrations::on_call, "v 8368941654");
    after(
        "conference",
        |script| {
            integrations::on_call(script);
            let member =
                |who: &str, is_user, joined| Member { who: who.to_owned(), is_user, joined, held: false };
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
        },
        "",
    );
    let offered: fn(&mut Script) = |script| {
        integrations::on_call(script);
        let names = ["Anshika Sharma", "Anshika S", "A. Sharma"];
        let records: Vec<_> =
            (1..).zip(names).map(|(number, name)| integrations::record(number, name)).collect();
        integrations::offers(script, &records);
    };
    after("dialog_records", offered, "down");
    after("dialog_record_menu", offered, "esc R down enter");
    after("dialog_attach", integrations::on_call, "R enter");
    after(
        "dialog_preview",
        |script| {
            script.working();
            let records = (1..7).map(|number| integrations::record(number, "Jack Rogers")).collect();
            script.change(&Change::PreviewRecords { phone: "3362227000".to_owned(), records });
        },
        "n 3362227000 ctrl-l",
    );
}

#[test]
fn filled_in() {
    after(
        "login_filled_in",
        |script| {
            script.change(&Change::LoginInfo { username: "executive".to_owned() });
        },
        "",
    );
    after(
        "extension_filled_in",
        |script| {
            script.signed_in().campaigns(&[172]);
            let extension = SelectedExtension { call_context_id: None, phone: "777".to_owned() };
            script.change(&Change::ExtensionInfo { extension });
        },
        "",
    );
}

/// The inspector at the three sizes.
fn inspected(name: &str, keys: &str) {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let mut harness = Harness::after(width, height, busy);
        harness.then(super::inspector::calls);
        harness.keys(keys);
        picture(name, harness, width, height);
    }
}

#[test]
fn inspector() {
    inspected("inspector", "f up up");
    inspected("inspector_pinned", "f p up up m up up up");
    inspected("inspector_filter", "f / peer:");
    inspected("inspector_wrong", "f / event:callRinging evnt:x");
    inspected("inspector_filtered", "f / error:* enter tab");
    inspected("inspector_message", "f up tab down down / phone enter");
    inspected("inspector_folded", "f / event:callRinging enter enter z");
    inspected("inspector_compare", "f / event:callRinging enter m up c");
    inspected("inspector_ladder", "f up l");
    inspected("inspector_copy", "f y");
    inspected("inspector_none", "f / nothing enter");
}

#[test]
fn trace_and_runner() {
    let traced: fn(&mut Script) = |script| {
        integrations::on_call(script);
        for (method, error) in [
            ("sdk.register", None),
            ("interaction.getAllLiveInteractionsForAgent", None),
            ("interaction.disposeInteraction", Some((3000, "the call is still on: end it first"))),
            ("configuration.getDispositionCodesWithDispositionClass", None),
        ] {
            script.change(&integrations::traced(method, error)).wait(3);
        }
    };
    after("trace_empty", integrations::on_call, "T");
    after("trace", traced, "T up");
    after("trace_open", traced, "T enter");
    after("runner_methods", integrations::on_call, "M");
    after("runner_form", integrations::on_call, "M initiateI enter");
    after("runner_refused", integrations::on_call, "M initiateI enter tab x ctrl-r");
    after("runner_answer", integrations::on_call, "M toolbar.hold enter ctrl-r");
    pictures("runner_error", |w, h| {
        let mut harness = Harness::after(w, h, integrations::on_call);
        harness.keys("M toolbar.hold enter ctrl-r").wait(2);
        let data = json!({"http": 409, "method": "toolbar.hold", "hint": "wait until it is connected"});
        harness.refuses(3000, "the call is not connected", data);
        harness
    });
    pictures("runner_history", |w, h| {
        let mut harness = Harness::after(w, h, integrations::on_call);
        harness.keys("M toolbar.hold enter ctrl-r").wait(2).answers(json!("ok"));
        harness.keys("esc esc ctrl-u session.getCurrentUser enter enter esc esc tab");
        harness
    });
}

#[test]
fn replay() {
    use crate::toolbar::Message;
    use crate::toolbar::replay::{Playback, PlayerCommand};
    pictures("replay", |w, h| {
        let mut harness = Harness::replay(w, h);
        let mut player = Playback::new(Box::new(super::Memory::session())).unwrap();
        for _ in 0..8 {
            player.command(PlayerCommand::Jump).unwrap();
        }
        player.command(PlayerCommand::Toggle).unwrap();
        player.command(PlayerCommand::Faster).unwrap();
        harness.tell(Message::Replay(Box::new(player.view())));
        harness
    });
}

/// Words and shapes alone must tell states apart: the same picture, and how each cell is marked.
#[test]
fn without_colours() {
    let harness = Harness::after(80, 24, busy).without_colours();
    let buffer = harness.buffer();
    assert!(buffer.content.iter().all(|cell| cell.style().fg.is_none_or(|c| format!("{c:?}") == "Reset")));
    let ringing = buffer.content.iter().position(|cell| cell.symbol() == "◉").expect("a call rings");
    let style = buffer.content[ringing].style();
    assert!(style.add_modifier.contains(ratatui::style::Modifier::REVERSED));
}
