//! A desk's state made small enough to be told at once. By the bounds of its parts, all of them together could
//! be many times what a message may be.

use std::collections::VecDeque;

use super::{DeskState, Interaction, Toast, ToastVariant};

/// What a toolbar is told where something was left out.
const LEFT_OUT: &str = "This desk holds more than can be told at once: older lines, records and ended \
                        interactions are left out";

/// What is left out, the least needed first. `true` is said of the interaction that the agent looks at. Sessions,
/// setups and what the agent has typed stay: with less of them a toolbar would offer, or save, the wrong thing.
const STEPS: [fn(&mut DeskState); 8] = [
    |desk| {
        desk.each(|one, looked_at| {
            if !looked_at {
                one.records.clear()
            }
        });
        desk.filled.preview = None;
    },
    |desk| {
        desk.each(|one, looked_at| {
            if !looked_at {
                keep_newest(&mut one.chat, 50)
            }
        })
    },
    |desk| {
        desk.each(|one, looked_at| {
            if !looked_at {
                keep_newest(&mut one.chat, 10)
            }
        })
    },
    |desk| {
        keep_newest(&mut desk.past, 5);
        keep_newest(&mut desk.notifications, 10);
        desk.each(|one, looked_at| keep_newest(&mut one.chat, if looked_at { 50 } else { 1 }));
    },
    |desk| {
        desk.each(|one, looked_at| {
            if !looked_at {
                one.conversation.attributes.clear();
                one.contact.iter_mut().for_each(|contact| contact.attributes.clear());
            }
        });
    },
    |desk| {
        desk.past.clear();
        desk.notifications.clear();
        desk.toasts.clear();
        desk.each(|one, looked_at| keep_newest(&mut one.chat, if looked_at { 10 } else { 0 }));
    },
    |desk| desk.each(|one, _| one.records.clear()),
    |desk| {
        desk.each(|one, looked_at| {
            if !looked_at {
                one.conversation.labels.clear()
            }
        })
    },
];

impl DeskState {
    /// The state with less in it, where its JSON would take more than `most` bytes; a toast says so. `None` where
    /// it fits as it is. It may still be too large where what can't be left out is: whoever tells it looks.
    pub fn thinned(&self, most: usize) -> Option<Box<DeskState>> {
        if self.fits(most) {
            return None;
        }
        let mut thin = Box::new(self.clone());
        for step in STEPS {
            step(&mut thin);
            thin.unread = thin.unread.min(thin.notifications.len());
            let text = LEFT_OUT.to_owned();
            thin.toasts.retain(|one| one.text != text);
            thin.toasts.push_back(Toast { at: self.at, variant: ToastVariant::Warning, text });
            keep_newest(&mut thin.toasts, super::MAX_TOASTS);
            if thin.fits(most) {
                break;
            }
        }
        Some(thin)
    }

    fn fits(&self, most: usize) -> bool {
        let mut room = Room(most);
        serde_json::to_writer(&mut room, self).is_ok()
    }

    /// Does something with each interaction, which is told whether the agent looks at it.
    fn each(&mut self, mut what: impl FnMut(&mut Interaction, bool)) {
        let looked_at = self.current().map(|one| one.id.clone());
        for one in &mut self.interactions {
            let is_it = looked_at.as_ref() == Some(&one.id);
            what(one, is_it);
        }
    }
}

fn keep_newest<T>(list: &mut VecDeque<T>, most: usize) {
    list.drain(..list.len().saturating_sub(most));
}

/// Takes so many bytes, keeps none, and refuses more.
struct Room(usize);

impl std::io::Write for Room {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self.0.checked_sub(bytes.len()) {
            Some(left) => self.0 = left,
            None => return Err(std::io::ErrorKind::WriteZero.into()),
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
