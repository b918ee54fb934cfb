//! Gives the shared library its name, and keeps it loaded once it is: unloading would take away code that other
//! threads, thread-local destructors and the panic hook still point to.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libnnx.so.0");
    println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
}
