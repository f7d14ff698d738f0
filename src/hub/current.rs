//! The workspace that a site has at present: shared with its connections, and another after an edit.

use std::sync::{Arc, PoisonError, RwLock};

use crate::workspace::Workspace;

/// A site's workspace, with its secrets, as it is now.
#[derive(Debug, Clone)]
pub(super) struct Current(Arc<RwLock<Arc<Workspace>>>);

impl Current {
    pub(super) fn new(workspace: Arc<Workspace>) -> Current {
        Current(Arc::new(RwLock::new(workspace)))
    }

    /// As it is now.
    pub(super) fn get(&self) -> Arc<Workspace> {
        // Nothing that holds the lock can leave it half changed.
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// For all who share it.
    pub(super) fn set(&self, workspace: Arc<Workspace>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = workspace;
    }
}
