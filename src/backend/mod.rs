//! Plans made executable, one folder for each kind of device.

pub mod cpu;
pub mod cuda;
