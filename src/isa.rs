//! The instruction set of the CPU code: the best one there is, or the one that NNX_ISA names.

use std::env;
use std::ffi::CStr;
use std::sync::OnceLock;

use crate::error::Error;

/// The environment variable that names an instruction set.
const VARIABLE: &str = "NNX_ISA";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Isa {
    Avx512,
    Avx2,
    Neon,
    Baseline,
}

/// The choice, made once in a process.
#[derive(Debug)]
pub(crate) struct Chosen {
    pub(crate) isa: Isa,
    /// Why NNX_ISA was ignored.
    pub(crate) ignored: Option<Error>,
}

impl Isa {
    /// From best to worst.
    const ALL: [Isa; 4] = [Isa::Avx512, Isa::Avx2, Isa::Neon, Isa::Baseline];

    /// Those that the machine has.
    #[cfg(test)]
    pub(crate) fn available() -> impl Iterator<Item = Isa> {
        Isa::ALL.into_iter().filter(|isa| isa.is_available())
    }

    pub(crate) fn name(self) -> &'static CStr {
        match self {
            Isa::Avx512 => c"avx512",
            Isa::Avx2 => c"avx2",
            Isa::Neon => c"neon",
            Isa::Baseline => c"baseline",
        }
    }

    #[cfg(target_arch = "x86_64")]
    fn is_available(self) -> bool {
        let avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
        match self {
            Isa::Avx512 => {
                avx2 && is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512vl")
            }
            Isa::Avx2 => avx2,
            Isa::Neon => false,
            Isa::Baseline => true,
        }
    }

    #[cfg(not(target_arch = "x86_64"))]
    fn is_available(self) -> bool {
        self == Isa::Baseline || (self == Isa::Neon && cfg!(target_arch = "aarch64"))
    }
}

pub(crate) fn chosen() -> &'static Chosen {
    static CHOSEN: OnceLock<Chosen> = OnceLock::new();
    CHOSEN.get_or_init(|| {
        let wanted = env::var_os(VARIABLE);
        choose(wanted.as_ref().map(|wanted| wanted.to_string_lossy()).as_deref(), Isa::is_available)
    })
}

fn choose(wanted: Option<&str>, is_available: impl Fn(Isa) -> bool) -> Chosen {
    let best = Isa::ALL.into_iter().find(|isa| is_available(*isa)).unwrap_or(Isa::Baseline);
    let Some(wanted) = wanted.filter(|wanted| !wanted.is_empty()) else {
        return Chosen { isa: best, ignored: None };
    };
    match Isa::ALL.into_iter().find(|isa| isa.name().to_bytes() == wanted.as_bytes()) {
        Some(isa) if is_available(isa) => Chosen { isa, ignored: None },
        Some(_) => {
            let runs = names(&is_available);
            let text = format!("{VARIABLE} names {wanted:?}, which this machine cannot run; it can run {runs}");
            Chosen { isa: best, ignored: Some(Error::precondition(text)) }
        }
        None => {
            let (all, runs) = (names(|_| true), names(&is_available));
            let text =
                format!("{VARIABLE} is {wanted:?}; it must be one of {all}, of which this machine can run {runs}");
            Chosen { isa: best, ignored: Some(Error::invalid(text)) }
        }
    }
}

/// The names of some instruction sets, from best to worst.
fn names(which: impl Fn(Isa) -> bool) -> String {
    let names = Isa::ALL.into_iter().filter(|isa| which(*isa)).map(|isa| isa.name().to_string_lossy());
    names.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn haswell(isa: Isa) -> bool {
        matches!(isa, Isa::Avx2 | Isa::Baseline)
    }

    #[test]
    fn the_best_available_one_is_the_default() {
        assert_eq!(choose(None, haswell).isa, Isa::Avx2);
        assert_eq!(choose(Some(""), haswell).isa, Isa::Avx2);
        assert_eq!(choose(None, |_| false).isa, Isa::Baseline);
    }

    #[test]
    fn the_variable_decides_where_the_machine_can() {
        let chosen = choose(Some("baseline"), haswell);
        assert_eq!(chosen.isa, Isa::Baseline);
        assert!(chosen.ignored.is_none());
    }

    #[test]
    fn a_choice_that_cannot_be_is_ignored_and_said() {
        let chosen = choose(Some("avx512"), haswell);
        assert_eq!(chosen.isa, Isa::Avx2);
        let text = "NNX_ISA names \"avx512\", which this machine cannot run; it can run avx2, baseline";
        assert_eq!(chosen.ignored.unwrap().message(), text);
        let chosen = choose(Some("AVX"), haswell);
        assert_eq!(chosen.isa, Isa::Avx2);
        let text = "NNX_ISA is \"AVX\"; it must be one of avx512, avx2, neon, baseline, of which this machine can run \
                    avx2, baseline";
        assert_eq!(chosen.ignored.unwrap().message(), text);
    }

    #[test]
    fn neon_is_what_every_aarch64_has_and_nothing_else() {
        assert_eq!(Isa::Neon.is_available(), cfg!(target_arch = "aarch64"));
        assert_eq!(Isa::Avx2.is_available() && cfg!(target_arch = "aarch64"), false);
        let neon = choose(Some("neon"), Isa::is_available);
        if cfg!(target_arch = "aarch64") {
            assert_eq!((neon.isa, neon.ignored.is_none()), (Isa::Neon, true));
            assert_eq!(choose(None, Isa::is_available).isa, Isa::Neon);
            let text = "NNX_ISA names \"avx2\", which this machine cannot run; it can run neon, baseline";
            assert_eq!(choose(Some("avx2"), Isa::is_available).ignored.unwrap().message(), text);
        } else {
            let text = "NNX_ISA names \"neon\", which this machine cannot run";
            assert!(neon.ignored.unwrap().message().starts_with(text));
        }
    }
}
