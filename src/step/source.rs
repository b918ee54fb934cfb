//! A step as source text for a device.

use super::step::Step;
use crate::backend::cuda;
use crate::error::{Error, Result, Status};

impl Step {
    /// The source of the step for a device, see [`cuda::source`]. The empty `name` is `step`.
    ///
    /// # Errors
    /// `UNIMPLEMENTED` for another device than `cuda`; as [`cuda::source`] and [`Step::plan`].
    pub fn source(&self, device: &str, name: &str) -> Result<String> {
        if device != "cuda" {
            let text = format!("there is source of steps for \"cuda\", and none for {device:?}");
            return Err(Error::new(Status::Unimplemented, text).argument("device"));
        }
        let name = if name.is_empty() { "step" } else { name };
        Ok(cuda::source(self.plan()?, name)?.to_string())
    }
}
