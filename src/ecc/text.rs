//! Templates filled in: the one way in which the engine runs the project's template language, and what the
//! texts of a conversation see.

use std::io;

use minijinja::value::{Serde, Value as Any};
use minijinja::{ErrorKind, context};
use serde_json::{Value, json};

use super::Ecc;
use super::agent::Agent;
use super::interaction::Interaction;
use super::lines::MAX_LINE;
use crate::contract::SdkError;
use crate::contract::ids::{DeskId, InteractionId};
use crate::workspace::stubs::{TemplateProblem, templates};

/// The most arguments of a text.
pub(super) const MAX_ARGS: usize = 20;
/// The longest argument, in characters.
const MAX_ARG: usize = 1_024;
/// The longest text that comes of a template of a conversation, in bytes.
const MAX_TEXT: usize = 4 * MAX_LINE;

/// A template over `context`, no longer than `most` bytes; a template also takes so many steps and no more.
pub(super) fn render(template: &str, context: Any, most: usize) -> Result<String, TemplateProblem> {
    let templates = templates();
    let template = templates.template_from_str(template)?;
    let mut written = Bounded { bytes: Vec::new(), most };
    match template.render_captured_to(context, &mut written) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::WriteFailure => {
            let message = format!("the text is larger than {} KiB", most >> 10);
            return Err(TemplateProblem { line: error.line(), message });
        }
        Err(error) => return Err(error.into()),
    }
    Ok(String::from_utf8_lossy(&written.bytes).into_owned())
}

/// Takes so many bytes and no more.
struct Bounded {
    bytes: Vec<u8>,
    most: usize,
}

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.most {
            return Err(io::ErrorKind::WriteZero.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Ecc {
    /// A text of a conversation filled in: a quick reply, an approved message, what a bot says. It sees
    /// `customer`, `agent` (who sits at `desk`; nobody for a bot), `interaction` and `args`. 2001 where an
    /// argument is missing or too long, 3000 with 409 where the template can't be filled in.
    pub(super) fn fill_in(
        &self,
        id: &InteractionId,
        desk: Option<&DeskId>,
        template: &str,
        args: &[String],
    ) -> Result<String, SdkError> {
        let Some(one) = self.state.interactions.get(id) else { return Err(super::inbound::no_call(id)) };
        if args.len() > MAX_ARGS {
            return Err(SdkError::field("args", format!("at most {MAX_ARGS} arguments")));
        }
        if let Some(at) = args.iter().position(|arg| arg.chars().nth(MAX_ARG).is_some()) {
            return Err(SdkError::field(format!("args[{at}]"), format!("at most {MAX_ARG} characters")));
        }
        let agent = desk.and_then(|desk| self.state.agents.get(desk));
        let seen = self.seen_by_texts(one, agent);
        let with = |args: &[String]| {
            let args = Any::from(Serde(json!(args)));
            render(template, context! { args => args, ..seen.clone() }, MAX_TEXT)
        };
        with(args).map_err(|problem| {
            // What is missing may be arguments: with how many more would it do?
            let mut more = args.to_vec();
            while more.len() < MAX_ARGS {
                more.push(String::new());
                if with(&more).is_ok() {
                    return SdkError::field("args", format!("at least {} arguments", more.len()));
                }
            }
            SdkError::conflict(format!("the text can't be filled in: {problem}"))
                .hint("the workspace has it; it sees customer, agent, interaction and args")
        })
    }

    /// What the texts of a conversation see. What is not known is an empty text.
    fn seen_by_texts(&self, one: &Interaction, agent: Option<&Agent>) -> Any {
        let masked = self.is_masked(one.campaign);
        let known = one.customer.customer_id;
        let user = agent.and_then(|agent| self.workspace.user(agent.user.as_str()));
        let campaign = self.workspace.campaign(one.campaign);
        let sorted = &one.conversation;
        let interaction = json!({
            "id": one.id,
            "campaignId": one.campaign,
            "campaign": campaign.map_or("", |campaign| campaign.name.as_str()),
            "channel": one.channel,
            "subChannel": sorted.sub_channel,
            "subject": sorted.subject,
            "labels": sorted.labels,
            "priority": sorted.priority.map_or_else(|| json!(""), |priority| json!(priority)),
            "status": sorted.status,
            "team": sorted.team.as_deref().unwrap_or_default(),
            "attributes": sorted.attributes,
        });
        let customer = json!({
            "id": one.customer.customer_id,
            "name": one.customer.name.as_deref().unwrap_or_default(),
            "phone": self.shown_phone(one.campaign, &one.customer.phone),
            "email": known.map(|id| self.shown_email(id, masked)).unwrap_or_default(),
            "attributes": known.map(|id| self.contact_attributes(id)).unwrap_or_default(),
        });
        let agent: Value = match user {
            Some(user) => json!({"id": user.id, "name": user.name()}),
            None => json!({"id": "", "name": ""}),
        };
        context! {
            customer => Any::from(Serde(customer)),
            agent => Any::from(Serde(agent)),
            interaction => Any::from(Serde(interaction)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_takes_so_many_steps_and_bytes_and_no_more() {
        let rendered = |template: &str, most| render(template, context! { name => "Ann" }, most);
        assert_eq!(rendered("Hello {{ name }}", 16).unwrap(), "Hello Ann");
        assert_eq!(
            rendered("{% for a in range(999) %}long{% endfor %}", 2048).unwrap_err().message,
            "the text is larger than 2 KiB"
        );
        let endless = "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}";
        assert!(rendered(endless, 16).unwrap_err().message.contains("fuel"));
    }
}
