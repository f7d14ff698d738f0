//! The pages say what the program does. `OFFHOOK_UPDATE=1 cargo test --test docs` writes those that
//! are made from the program's own tables.

#[path = "docs/shown.rs"]
mod shown;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use offhook::contract::Contract;
use offhook::contract::ids::DeskId;
use offhook::contract::session::SessionSettings;
use offhook::contract::spec::{Evidence, Method};
use offhook::ecc::privileges::{Needs, needs};
use offhook::ecc::{Ecc, Input, Request, Ticket, What};
use offhook::inspect::Filter;
use offhook::inspect::filter::FIELDS;
use offhook::toolbar::action::{Context, rows, table};
use offhook::toolbar::keymap::Keymap;
use offhook::toolbar::settings::{Layout, Setting, Settings};
use offhook::toolbar::theme::icon::plain;
use offhook::toolbar::theme::state::{self, State};
use offhook::toolbar::theme::{BUILT_IN, Theme, Tone};
use offhook::wire::{Moment, Role};
use offhook::workspace::people::usual_permissions;
use offhook::workspace::{Permission, Workspace};
use serde_json::{Map, Value, json};

fn is_fresh(name: &str, page: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if std::env::var_os("OFFHOOK_UPDATE").is_some() {
        std::fs::write(&path, page).expect("the page is written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == page, "{name} is stale: OFFHOOK_UPDATE=1 cargo test --test docs");
}

fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            found.insert(key.clone());
            // The keys of custom attributes are the site's own.
            if !(key == "attributes" && value.is_object()) {
                keys(value, found);
            }
        }),
        Value::Array(list) => list.iter().for_each(|one| keys(one, found)),
        _ => {}
    }
}

#[test]
fn every_key_of_the_workspace_file_is_explained() {
    let page = include_str!("../docs/workspace.md");
    let workspace = serde_json::to_value(Workspace::demo()).expect("a workspace is plain data");
    let mut found = BTreeSet::new();
    keys(&workspace, &mut found);
    assert!(found.len() > 70, "the walk found only {}", found.len());
    let missing: Vec<&String> = found
        .iter()
        .filter(|key| {
            let ways = [
                format!("`{key}`"),
                format!("{{ {key}"),
                format!(", {key}"),
                format!("[[{key}]]"),
                format!("[{key}]"),
            ];
            !ways.iter().any(|way| page.contains(way))
        })
        .collect();
    assert!(missing.is_empty(), "docs/workspace.md does not explain {missing:?}");
}

/// Put together, and in the place of what the demonstration has of the same.
#[test]
fn the_examples_of_what_a_site_does_by_itself_are_a_workspace() {
    let page = include_str!("../docs/automation.md");
    let blocks = page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let examples: toml::Table = toml::from_str(&blocks.collect::<String>()).expect("the examples are TOML");
    let sections: Vec<&str> = examples.keys().map(String::as_str).collect();
    let all = ["assignmentRules", "automations", "bots", "labels", "macros", "replies", "teams"];
    assert_eq!(sections, all, "one of each, and of nothing else");
    let mut site: toml::Table = toml::from_str(offhook::workspace::DEMO).expect("the demonstration is TOML");
    site.extend(examples);
    let text = toml::to_string(&site).expect("what was TOML is TOML");
    if let Err(error) = Workspace::parse(&text, "docs/automation.md") {
        panic!("{error}");
    }
}

/// All Rust text below a folder of the project.
fn sources(folder: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut text = String::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                text.push_str(&std::fs::read_to_string(path).expect("text"));
            }
        }
    }
    text
}

#[test]
fn every_setting_of_the_agent_session_is_on_its_page_with_a_test_that_is_there() {
    let page = include_str!("../docs/settings.md");
    let settings = serde_json::to_value(SessionSettings::default()).expect("plain data");
    let settings = settings.as_object().expect("an object");
    let row_of = |key: &str| {
        let key = format!("`{key}`");
        let first = |row: &&str| row.split('|').nth(1).is_some_and(|cell| cell.contains(&key));
        page.lines().filter(|line| line.starts_with('|')).find(first)
    };
    let missing: Vec<&String> = settings.keys().filter(|key| row_of(key).is_none()).collect();
    assert!(missing.is_empty(), "docs/settings.md does not explain {missing:?}");
    let tests = sources("src") + &sources("tests");
    let mut named = 0;
    for line in page.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.split('|').collect();
        // The settings without an effect have no test of their own.
        let [_, keys, _, _, shown_by, _] = cells[..] else { continue };
        let names: Vec<&str> = shown_by.split('`').skip(1).step_by(2).collect();
        assert!(!names.is_empty(), "no test shows {keys}");
        for name in names {
            assert!(
                tests.contains(&format!("fn {name}(")),
                "there is no test {name}, which is to show {keys}"
            );
            named += 1;
        }
    }
    assert!(named >= 20, "the page names only {named} tests");
}

/// Whether the text of a file has a test, or a case of one, of this name.
fn has_test(text: &str, name: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let is_test = |at: usize| {
        let above = lines[..at].iter().rev().take_while(|line| !["", "}"].contains(line));
        above.into_iter().any(|line| ["#[test]", "#[rstest]"].contains(line))
    };
    let function = format!("fn {name}(");
    let is_function = |(at, line): (usize, &&str)| line.starts_with(&function) && is_test(at);
    text.contains(&format!("#[case::{name}(")) || lines.iter().enumerate().any(is_function)
}

#[test]
fn every_row_of_a_state_table_names_tests_that_are_there() {
    let page = include_str!("../ARCHITECTURE.md");
    let section = page.split("\n## State tables\n").nth(1).expect("the section");
    let section = section.split("\n## ").next().expect("its text");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ecc/tests");
    let (mut rows, mut wrong) = (0, Vec::new());
    for table in section.split("\n\n").filter(|block| block.starts_with('|')) {
        let mut lines = table.lines();
        let head = lines.next().expect("a block has a line");
        // What a run of the engine by chance came to is no table of states.
        if head.starts_with("| event | times |") {
            continue;
        }
        if !head.ends_with(" shown by |") {
            wrong.push(format!("no column says what shows the rows: {head}"));
        }
        for row in lines.skip(1) {
            rows += 1;
            let shown_by = row.trim_end_matches(" |").rsplit(" | ").next().expect("a cell");
            let names: Vec<&str> = shown_by.split('`').skip(1).step_by(2).collect();
            if names.is_empty() {
                wrong.push(format!("nothing shows: {row}"));
            }
            for name in names {
                let (file, test) = name.split_once("::").unwrap_or(("", name));
                let text = std::fs::read_to_string(folder.join(file).with_extension("rs"));
                if !text.is_ok_and(|text| has_test(&text, test)) {
                    wrong.push(format!("there is no test {name}, which is to show: {row}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(rows > 100, "only {rows} rows were found");
}

#[test]
fn every_setting_of_the_toolbar_is_on_its_page_with_its_words() {
    let page = include_str!("../docs/toolbar.md");
    for setting in Setting::ALL {
        let start = format!("| `{}` |", setting.word());
        let row = page.lines().find(|line| line.starts_with(&start)).expect("a row for each setting");
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let words: Vec<String> = setting.words().iter().map(|word| format!("`{word}`")).collect();
        assert!(words.is_empty() || cells[2] == words.join(", "), "{row}");
        assert_eq!(cells[3], format!("`{}`", Settings::default().get(setting)), "{row}");
    }
}

/// A page with the tables in it made anew: each stands behind a line `<!-- NAME -->`.
fn with_tables(page: &str, tables: &[(&str, String)]) -> String {
    let mut page = page.to_owned();
    for (name, table) in tables {
        let mark = format!("<!-- {name} -->\n");
        let start = page.find(&mark).expect("a place for each table") + mark.len();
        let rows = page[start..].split_inclusive('\n').take_while(|line| line.starts_with('|'));
        let end = start + rows.map(str::len).sum::<usize>();
        page.replace_range(start..end, table);
    }
    page
}

#[test]
fn the_page_of_looks_has_the_tables_of_the_program() {
    let themes = BUILT_IN.iter().fold("| theme | is |\n|---|---|\n".to_owned(), |table, (name, about)| {
        format!("{table}| `{name}` | {about} |\n")
    });
    let tones = Tone::ALL.iter().fold("| colour | is |\n|---|---|\n".to_owned(), |table, tone| {
        format!("{table}| `{}` | {} |\n", tone.name(), tone.about())
    });
    let head = "| role | is for | unless a theme says otherwise |\n|---|---|---|\n";
    let roles = Theme::roles().fold(head.to_owned(), |table, (role, look)| {
        format!("{table}| `{}` | {} | `{look}` |\n", role.name(), role.about())
    });
    let head = "| of | shape | sign | word | role |\n|---|---|---|---|---|\n";
    let states = state::ALL.iter().fold(head.to_owned(), |table, State { of, shape, word, role }| {
        let sign = plain(shape).unwrap_or(shape);
        format!("{table}| {of} | {shape} | `{sign}` | {word} | `{}` |\n", role.name())
    });
    let page = include_str!("../docs/looks.md");
    let tables = [("states", states), ("themes", themes), ("colours", tones), ("roles", roles)];
    is_fresh("docs/looks.md", &with_tables(page, &tables));
}

#[test]
fn the_page_of_the_inspector_has_the_fields_of_the_program() {
    let head = "| field | takes | finds | for example |\n|---|---|---|---|\n";
    let fields = FIELDS.iter().fold(head.to_owned(), |table, row| {
        let names: Vec<String> = row.names.iter().map(|name| format!("`{name}:`")).collect();
        format!("{table}| {} | {} | {} | `{}` |\n", names.join(", "), row.values, row.about, row.example)
    });
    let page = include_str!("../docs/inspector.md");
    is_fresh("docs/inspector.md", &with_tables(page, &[("fields", fields)]));
    let filters = page.split("```filter\n").skip(1).filter_map(|rest| rest.split("```").next());
    let mut read = 0;
    for line in filters.flat_map(str::lines) {
        let filter = line.split("   ").next().unwrap_or_default();
        if let Err(error) = Filter::parse(filter, 0) {
            panic!("{filter}: {error}");
        }
        read += 1;
    }
    assert!(read > 5, "only {read} examples were found");
}

#[test]
fn the_schema_of_workspaces_is_that_of_the_program() {
    is_fresh("workspaces/workspace.schema.json", &format!("{:#}\n", offhook::workspace::schema()));
}

const KEYS_HEAD: &str = "# Keys

Made from the toolbar's table of actions; `?` shows the same in the program, with your own keys. `keymap = \"vi\"` in \
[`settings.toml`](toolbar.md), or `--keymap vi`, adds those for vi hands. Each row ends with a test that does the action \
and sees what comes of it.

## Your own

`keymap.toml`, beside `settings.toml`, has a table for each place, and in it a line for each key: what stands in the \
tables below.

```toml
[workbench]
ctrl-t = \"call.transfer\"
\"z z\" = \"call.hold\"      # one key after the other; up to three
x = \"none\"                # the key has no meaning here any more

[everywhere]              # wherever the action is there
ctrl-o = \"close.any\"
```

Keys are letters and signs, `ctrl-x`, `alt-x`, `F5`, `space`, `enter`, `esc`, `tab`, `shift-tab`, `backspace`, \
`delete`, `insert`, `home`, `end`, `pgup`, `pgdn`, `up`, `down`, `left`, `right`. Yours go before those that are built \
in: a key that you give has no other meaning there, and keys in a row that begin with it are gone, which the toolbar \
says when it starts. Where text is typed, a letter can't be a key. `ctrl-c` always quits. What is wrong in the file (no such place, action or key, two that \
clash) is told when the toolbar starts, with the line and the nearest right word; the rest of it holds.

## From anywhere

After `g`, wherever letters are no text, the screen shows what may follow. `esc` or `backspace` goes back to where \
one was, `g h` home.

| key | to |
|---|---|
";

#[test]
fn the_page_of_keys_is_the_table_of_actions() {
    let mut page = KEYS_HEAD.to_owned();
    let ticked = |names: &[String]| names.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" ");
    let [keymap, vi] = [Layout::Default, Layout::Vi].map(|layout| Keymap::new(layout, String::new()).0);
    let tests = sources("src") + &sources("tests");
    let mut places = BTreeSet::new();
    for row in table() {
        if let Some(letter) = row.letter {
            places.insert((letter.to_lowercase().to_string(), format!("`g {letter}`"), row.name()));
        }
    }
    let mut seen = BTreeSet::new();
    for (_, keys, name) in places {
        if seen.insert(keys.clone()) {
            let _ = writeln!(page, "| {keys} | {name} |");
        }
    }
    for context in Context::ALL {
        let mut lines = String::new();
        for row in rows(*context) {
            let names = keymap.names_of(*context, row);
            let others: Vec<String> =
                vi.names_of(*context, row).into_iter().filter(|name| !names.contains(name)).collect();
            // What one only goes to stands above.
            if names.is_empty() && others.is_empty() && row.letter.is_some() {
                continue;
            }
            let (names, others) = (ticked(&names), ticked(&others));
            let name = if row.action.is_a_move() { "" } else { row.name() };
            let test = shown::shown_by(row.id).unwrap_or_else(|| panic!("no test shows {}", row.id));
            assert!(
                tests.contains(&format!("fn {test}(")),
                "there is no test {test}, which is to show {}",
                row.id
            );
            let _ =
                writeln!(lines, "| {names} | {others} | {} | `{}` | {name} | `{test}` |", row.about, row.id);
        }
        if !lines.is_empty() {
            let head = "| key | for vi hands | does | action | in the palette | shown by |\n|---|---|---|---|---|---|";
            let _ = write!(page, "\n## {}\n\n`[{}]`\n\n{head}\n{lines}", context.title(), context.name());
        }
    }
    is_fresh("docs/keys.md", &page);
}

/// What stands before the commands is written by hand.
#[test]
fn the_page_of_plain_mode_has_the_table_of_commands() {
    const COMMANDS: &str = "\n## Commands\n";
    let kept = include_str!("../docs/plain.md");
    let mut page = kept.split(COMMANDS).next().unwrap_or_default().to_owned();
    let _ = write!(page, "{COMMANDS}\nMade from the program's own table; `help` tells the same.\n");
    for (subject, specs) in offhook::toolbar::plain::all_subjects() {
        let _ = write!(page, "\n### {subject}\n\n| command | does |\n|---|---|\n");
        for spec in specs {
            let _ = writeln!(page, "| `{}` | {} |", spec.usage(), spec.about);
        }
    }
    is_fresh("docs/plain.md", &page);
}

/// Whether the engine, or the hub for its own methods, answers a method in this version.
fn is_there(method: &Method) -> bool {
    let by_the_hub =
        ["control.advanceTime", "control.getDesk", "control.getSite", "sdk.register", "sdk.unRegister"];
    if by_the_hub.contains(&method.id.as_str()) {
        return true;
    }
    let mut ecc = Ecc::new(Arc::new(Workspace::demo()), 1, Moment(0));
    let mut params = Map::new();
    params.insert("channelType".to_owned(), json!("voice"));
    let request = Request {
        ticket: Ticket(1),
        desk: DeskId::default_desk(),
        peer: "p1".into(),
        role: Role::Control,
        method: method.id.clone(),
        params,
        credential: None,
    };
    let outputs = ecc.handle(Moment(1), Input::Request(request));
    let answer = outputs.into_iter().find_map(|output| match output.what {
        What::Answer { result, .. } => Some(result),
        _ => None,
    });
    match answer.expect("every request is answered") {
        Err(error) => error.data.http != Some(501),
        Ok(_) => true,
    }
}

const METHODS_HEAD: &str = "| method | parameters | does | sure of name, namespace | also taken |\n\
                            |---|---|---|---|---|";

/// What each judgement means.
fn levels() -> String {
    let mut text = String::from("\n| how sure | means |\n|---|---|\n");
    for level in ["verbatim", "precedent", "page", "reconstruction"] {
        let meaning = Contract::get().evidence_level(level).expect("the contract says what it means");
        let _ = writeln!(text, "| {level} | {meaning} |");
    }
    text.push_str("| ours | It is offhook's own; the vendor has no such thing. |\n");
    text
}

fn sureness(evidence: Option<&Evidence>) -> String {
    evidence.map_or_else(
        || "ours".to_owned(),
        |Evidence { name, namespace }| format!("{}, {}", name.level, namespace.level),
    )
}

fn ticked(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[test]
fn the_page_of_events_is_the_contract() {
    let mut page = String::from(
        "# Events\n\nWhat an integration hears by `sdk.NAMESPACE.register`, made from `contract/*.json`. Each \
         is shown with the calls that make it fire and a payload as it comes; `offhook tail` shows them as \
         they happen, `offhook explain NAME` says where we know them from.\n",
    );
    page.push_str(&levels());
    for event in Contract::get().events() {
        let _ = write!(page, "\n## {}\n\n{}\n\n", event.id, event.summary);
        let _ = writeln!(page, "- fires after {}", ticked(&event.provoked_by));
        let _ = writeln!(page, "- for pages of context {}", event.contexts.join(" and "));
        let _ = writeln!(page, "- sure of name, namespace: {}", sureness(event.evidence.as_ref()));
        let _ = writeln!(page, "- sure of the payload: {}", event.payload.evidence);
        for (path, doubt) in &event.payload.uncertain {
            let _ = writeln!(page, "- not sure of `{path}`: {doubt}");
        }
        if !event.aliases().is_empty() {
            let _ = writeln!(page, "- also taken: {}", ticked(&event.aliases()));
        }
        for quirk in &event.quirks {
            let _ = writeln!(page, "- {quirk}");
        }
        match event.payload.kind.as_str() {
            "any" => page.push_str("\nThe payload is whatever the sender gave.\n"),
            _ => {
                let _ = write!(page, "\n```json\n{:#}\n```\n", event.payload.sample);
            }
        }
    }
    is_fresh("docs/events.md", &page);
}

#[test]
fn the_page_of_methods_is_the_contract() {
    let mut page = String::from(
        "# Methods\n\nWhat `offhook call` and the websocket take, made from `contract/*.json`. Parameters \
         stand in the SDK's order; those with `?` may be left out.\n\nOther spellings are taken for the documented name, and the trace names \
         that. How sure we are is said of the name and of the namespace; `offhook explain METHOD` says why, \
         and shows parameters and answer.\n",
    );
    page.push_str(&levels());
    let mut namespace = None;
    for method in Contract::get().methods() {
        if namespace != Some(&method.namespace) {
            namespace = Some(&method.namespace);
            let title = if method.namespace.is_empty() { "the SDK module" } else { &method.namespace };
            let _ = write!(page, "\n## {title}\n\n{METHODS_HEAD}\n");
        }
        let mark = |param: &offhook::contract::Param| {
            format!("`{}{}`", param.name, if param.required { "" } else { "?" })
        };
        let params: Vec<String> = method.params.iter().map(mark).collect();
        assert!(is_there(method), "nobody answers {}", method.id);
        let (also, sure) = (ticked(&method.aliases()), sureness(method.evidence.as_ref()));
        let (params, does) = (params.join(", "), &method.summary);
        let _ = writeln!(page, "| `{}` | {params} | {does} | {sure} | {also} |", method.id);
    }
    is_fresh("docs/methods.md", &page);
}

const ROLES_HEAD: &str = "# Roles

Who signs in has a role, by their `type` or by `role` in the [workspace file](workspace.md). It allows what the \
table says. A method that is not allowed is refused with error 3000, `http` 403, whoever calls it at the desk, an \
integration too; the toolbar does not show what leads there. Methods that stand in no row need no permission: an \
agent's work with what they have, what a CRM page answers for itself (`crm.setRecordInfoForInteraction`, `ui.*`) and \
what the public does (`control.*`).

| permission | needed by | agent | supervisor, administrator |
|---|---|---|---|
";

const ROLES_TAIL: &str = "
`voice` and `chat` decide what is offered to an agent. `initiateInteraction` needs `dial` for a call and `openChat` for \
a chat.

## Supervisors

A supervisor or an administrator signs in as an agent does. They need no campaign and no extension: without them no \
call comes, and the toolbar's list of desks (`S`) is there all the same.

- `toolbar.watchDesks` tells the desk of all others: who, in which status, on what. A summary comes at the end of \
each input that changed a desk, and only while somebody watches.
- `toolbar.listen` asks whether a desk may be looked into. The toolbar then goes there as a peer of role observer, \
which sees all and does nothing; `q` or `esc` leads back to the list of desks. `offhook attach --desk NAME --observe` does the same from a shell. \
The agent is not told. The hub's token is all that such a connection needs: the permission decides what \
a toolbar offers, so keep the token from those who may not look.
- `toolbar.setAgentStatus` and `toolbar.signOutAgent` are for any other user; the agent is told by a notice of the \
kind `supervision`. Whoever is signed out loses their calls, as by `session.forceLogin`.

## Masked numbers

`maskedPrivileges = [\"phone\"]` in `[session]`, or of a campaign, hides customers' numbers from agents, supervisors \
too: `******7890`. What is masked is what people read at the toolbar: screens, toasts, the bell, callbacks, the list of \
desks, `toolbar.getCustomer` and `searchCustomers`, which finds a masked number only where it is given whole. E-mail \
addresses are hidden with it. Integrations get every number, since a CRM finds its customer by it: payloads are as in \
the contract. Frames are masked before a toolbar shows, finds or copies them. `session.getAgentSession` says what is masked.
";

#[test]
fn the_page_of_roles_is_what_the_engine_asks() {
    let mut page = ROLES_HEAD.to_owned();
    let usual = |role: &str| usual_permissions(role).expect("a usual role");
    let may = |role: &str, what: Permission| if usual(role).contains(&what) { "yes" } else { "no" };
    for permission in Permission::ALL {
        let by = Contract::get().methods().iter().filter_map(|method| {
            let needed = match needs(&method.id)? {
                Needs::Always(one) => one == permission,
                Needs::ByChannel { voice, chat } => [voice, chat].contains(&permission),
            };
            needed.then(|| format!("`{}`", method.id))
        });
        let by: Vec<String> = by.collect();
        let (agent, supervisor) = (may("agent", permission), may("supervisor", permission));
        assert_eq!(usual("supervisor"), usual("administrator"));
        let _ = writeln!(page, "| `{}` | {} | {agent} | {supervisor} |", permission.as_str(), by.join(", "));
    }
    page.push_str(ROLES_TAIL);
    is_fresh("docs/roles.md", &page);
}
