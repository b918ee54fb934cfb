//! Tensors: what they hold, where it lies, and who may change it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use half::{bf16, f16};
use nnx::tensor::{DType, Element, Release, Shape, Tensor};
use nnx::{Error, Status};

/// A counter, and an owner whose drop adds one to it.
fn counted() -> (Arc<AtomicUsize>, impl Send + 'static) {
    let count = Arc::new(AtomicUsize::new(0));
    let inner = count.clone();
    (count, Release::new(move || _ = inner.fetch_add(1, Ordering::SeqCst)))
}

fn is_invalid(error: &Error) -> bool {
    error.status() == Some(Status::InvalidArgument)
}

#[test]
fn tensors_go_to_any_thread() {
    fn check<T: Send + Sync + 'static>() {}
    check::<Tensor>();
    check::<Shape>();
    assert_eq!(size_of::<Tensor>(), size_of::<usize>());
    assert_eq!(size_of::<Option<Tensor>>(), size_of::<usize>());
}

#[test]
fn dtypes_have_names_numbers_and_sizes() {
    for (code, dtype) in DType::ALL.into_iter().enumerate() {
        assert_eq!(dtype as usize, code);
        assert_eq!(DType::from_code(code as i32), Some(dtype));
        assert_eq!(DType::from_name(dtype.name()), Some(dtype));
        assert_eq!(dtype.to_string(), dtype.name());
        let bits = dtype.name().trim_start_matches(|c: char| c.is_alphabetic());
        assert_eq!(dtype.size(), bits.parse::<usize>().map_or(1, |bits| bits / 8), "{dtype}");
    }
    for code in [-1, 13, i32::MAX, i32::MIN] {
        assert_eq!(DType::from_code(code), None);
    }
    for name in ["", "f32", "Float32", "float32 "] {
        assert_eq!(DType::from_name(name), None);
    }
}

#[test]
fn every_element_type_round_trips() {
    fn check<T: Element + PartialEq + std::fmt::Debug>(dtype: DType, values: [T; 3]) {
        let tensor = Tensor::from_slice(&[3], &values).unwrap();
        assert_eq!((tensor.dtype(), tensor.shape(), tensor.rank()), (dtype, &[3][..], 1));
        assert_eq!((tensor.element_count(), tensor.nbytes()), (3, 3 * dtype.size()));
        assert_eq!(tensor.as_slice::<T>().unwrap(), values);
        assert!(tensor.bit_eq(&Tensor::from_bytes(dtype, &[3], tensor.bytes()).unwrap()));
        let scalar = Tensor::scalar(values[2]);
        assert_eq!((scalar.dtype(), scalar.shape(), scalar.as_slice::<T>().unwrap()), (dtype, &[][..], &values[2..]));
        for other in DType::ALL.into_iter().filter(|&other| other != dtype && !T::reads(other)) {
            assert!(Tensor::zeros(other, &[3]).unwrap().as_slice::<T>().is_none(), "{dtype} from {other}");
        }
        let mut zeros = Tensor::zeros(dtype, &[2, 30]).unwrap();
        assert!(zeros.bytes().iter().all(|&byte| byte == 0));
        zeros.as_mut_slice::<T>().unwrap()[59] = values[2];
        assert_eq!(zeros.as_slice::<T>().unwrap()[59], values[2]);
    }
    check(DType::I8, [i8::MIN, 0, i8::MAX]);
    check(DType::I16, [i16::MIN, 0, i16::MAX]);
    check(DType::I32, [i32::MIN, 0, i32::MAX]);
    check(DType::I64, [i64::MIN, 0, i64::MAX]);
    check(DType::U8, [1, 0, u8::MAX]);
    check(DType::U16, [1, 0, u16::MAX]);
    check(DType::U32, [1, 0, u32::MAX]);
    check(DType::U64, [1, 0, u64::MAX]);
    check(DType::F16, [f16::MIN, f16::ZERO, f16::MAX]);
    check(DType::BF16, [bf16::MIN, bf16::ZERO, bf16::MAX]);
    check(DType::F32, [f32::MIN, 0.0, f32::MAX]);
    check(DType::F64, [f64::MIN, 0.0, f64::MAX]);
    let bools = Tensor::from_bools(&[2], &[true, false]).unwrap();
    assert_eq!((bools.dtype(), bools.as_slice::<u8>().unwrap()), (DType::Bool, &[1, 0][..]));
    assert!(bools.as_slice::<i8>().is_none());
    assert!(is_invalid(&bools.clone().as_mut_slice::<f32>().unwrap_err()));
}

#[test]
fn data_is_aligned() {
    for dtype in DType::ALL {
        for count in [1, 3, 16, 17, 100, 1023, 1024, 4095, 4096, 5000] {
            let zeros = Tensor::zeros(dtype, &[count]).unwrap();
            let bytes = vec![7; zeros.nbytes()];
            for tensor in [&zeros, &Tensor::from_bytes(dtype, &[count], &bytes).unwrap()] {
                let align = match tensor.nbytes() {
                    0..=16 => dtype.size(),
                    17..=4095 => 64,
                    _ => 256,
                };
                assert_eq!(tensor.bytes().as_ptr().addr() % align, 0, "{dtype}[{count}]");
            }
        }
    }
}

#[test]
fn a_single_value_and_an_empty_array_are_arrays() {
    let scalar = Tensor::zeros(DType::F64, &[]).unwrap();
    assert_eq!((scalar.rank(), scalar.element_count(), scalar.nbytes()), (0, 1, 8));
    assert!(scalar.bit_eq(&Tensor::scalar(0.0f64)));
    assert!(!scalar.bit_eq(&Tensor::scalar(-0.0f64)));
    assert!(Tensor::scalar(f32::NAN).bit_eq(&Tensor::scalar(f32::NAN)));
    assert!(!Tensor::scalar(0i32).bit_eq(&Tensor::scalar(0u32)));
    assert!(!Tensor::scalar(0i32).bit_eq(&Tensor::zeros(DType::I32, &[1]).unwrap()));

    let mut empty = Tensor::zeros(DType::F64, &[2, 0, 1 << 40]).unwrap();
    assert_eq!((empty.element_count(), empty.nbytes(), empty.bytes().len()), (0, 0, 0));
    assert!(empty.as_slice::<f64>().unwrap().is_empty());
    assert!(empty.bytes_mut().unwrap().is_empty());
    assert!(empty.as_mut_slice::<f64>().unwrap().is_empty());
    assert!(empty.bit_eq(&Tensor::from_bytes(DType::F64, &[2, 0, 1 << 40], &[]).unwrap()));
}

#[test]
fn what_cannot_be_made_is_refused() {
    let error = Tensor::from_bytes(DType::F32, &[2, 3], &[0; 23]).unwrap_err();
    assert!(is_invalid(&error));
    assert!(error.message().contains("24 bytes") && error.message().contains("23"), "{error}");
    assert!(is_invalid(&Tensor::zeros(DType::F32, &[-1]).unwrap_err()));
    assert!(is_invalid(&Tensor::zeros(DType::F32, &[1 << 31, 1 << 31]).unwrap_err()));
    assert!(is_invalid(&Tensor::zeros(DType::F32, &[1 << 32, 1 << 32]).unwrap_err()));
    assert!(is_invalid(&Tensor::from_slice::<u8>(&[2], &[]).unwrap_err()));
    let mut tensor = Tensor::scalar(1u8);
    assert!(is_invalid(&tensor.overwrite(&[1, 2]).unwrap_err()));
}

// Miri ends the program when an allocation fails.
#[cfg(not(miri))]
#[test]
fn memory_that_cannot_be_had_is_an_error() {
    let error = Tensor::zeros(DType::U8, &[i64::MAX - 1000]).unwrap_err();
    assert_eq!(error.status(), Some(Status::ResourceExhausted));
    assert!(error.message().contains("9223372036854774807"), "{error}");
}

#[test]
fn a_write_never_reaches_another_holder() {
    for count in [1, 16, 17, 5000] {
        let mut tensor = Tensor::from_bytes(DType::U8, &[count], &vec![7; count as usize]).unwrap();
        let place = tensor.bytes().as_ptr();
        tensor.bytes_mut().unwrap()[0] = 8;
        assert_eq!((tensor.bytes().as_ptr(), tensor.bytes()[0]), (place, 8), "the only holder writes in place");

        let old = tensor.clone();
        assert!(old.ptr_eq(&tensor) && !old.is_unique() && !tensor.is_unique());
        tensor.bytes_mut().unwrap()[0] = 9;
        assert_eq!((old.bytes()[0], tensor.bytes()[0]), (8, 9));
        assert_eq!(old.bytes()[1..], tensor.bytes()[1..]);
        assert_eq!(old.bytes().as_ptr(), place, "what others hold does not move");
        assert!(old.is_unique() && tensor.is_unique() && !old.ptr_eq(&tensor));

        let place = tensor.bytes().as_ptr();
        assert!(tensor.overwrite(&vec![5; count as usize]).unwrap().is_none());
        assert_eq!(tensor.bytes().as_ptr(), place, "the only holder is overwritten in place");
        let mut tensor = old.clone();
        assert!(tensor.overwrite(&vec![6; count as usize]).unwrap().unwrap().ptr_eq(&old));
        assert!(tensor.bytes().iter().all(|&byte| byte == 6));
        assert_eq!(old.bytes()[0], 8);
        assert!(old.bytes()[1..].iter().all(|&byte| byte == 7));
    }
}

#[test]
fn threads_that_write_leave_each_other_alone() {
    let (released, owner) = counted();
    let mut memory = vec![1u64; 100];
    // SAFETY: `memory` outlives all tensors over it and is not touched meanwhile.
    let tensor =
        unsafe { Tensor::from_foreign(DType::U64, &[100], memory.as_mut_ptr().cast(), 800, true, owner).unwrap() };
    std::thread::scope(|scope| {
        for number in 2..6 {
            let mut own = tensor.clone();
            scope.spawn(move || {
                for round in 0..20 {
                    let before = own.clone();
                    own.as_mut_slice::<u64>().unwrap().fill(number + round);
                    assert!(own.as_slice::<u64>().unwrap().iter().all(|&value| value == number + round));
                    assert_ne!(before.as_slice::<u64>().unwrap()[99], number + round);
                }
            });
        }
        assert!(tensor.as_slice::<u64>().unwrap().iter().all(|&value| value == 1));
    });
    assert!(tensor.is_unique() && released.load(Ordering::SeqCst) == 0);
    drop(tensor);
    assert_eq!(released.load(Ordering::SeqCst), 1);
}

#[test]
fn a_value_costs_one_small_allocation() {
    let value = Tensor::scalar(1f64).heap_bytes();
    assert!(value <= 80);
    assert_eq!(Tensor::zeros(DType::F32, &[4]).unwrap().heap_bytes(), value);
    assert_eq!(Tensor::zeros(DType::F32, &[10, 10]).unwrap().heap_bytes(), value + 400);
    assert_eq!(Tensor::zeros(DType::F32, &[1; 5]).unwrap().heap_bytes(), value + 40);
}

#[test]
fn foreign_memory_is_used_where_it_lies_and_given_back_once() {
    let mut memory = vec![1f32, 2.0, 3.0, 4.0, 5.0, 6.0];
    let place = memory.as_mut_ptr();
    for writable in [true, false] {
        let (released, owner) = counted();
        // SAFETY: `memory` outlives all tensors over it and is not touched meanwhile.
        let tensor = unsafe { Tensor::from_foreign(DType::F32, &[2, 3], place.cast(), 24, writable, owner) }.unwrap();
        assert!(tensor.drops_foreign());
        assert_eq!(tensor.bytes().as_ptr().addr(), place.addr());
        let clone = tensor.clone();
        drop(tensor);
        assert_eq!(released.load(Ordering::SeqCst), 0, "a clone still holds it");

        let mut shared = clone.clone();
        shared.as_mut_slice::<f32>().unwrap()[0] = 100.0;
        assert_ne!(shared.bytes().as_ptr().addr(), place.addr(), "shared memory is copied before a write");
        assert_eq!(clone.as_slice::<f32>().unwrap()[0], 1.0);

        let mut only = clone;
        let before = only.unshare().unwrap();
        assert_eq!(before.is_none(), writable, "read-only memory is let go of, and only by the caller");
        assert_eq!(released.load(Ordering::SeqCst), 0);
        drop(before);
        assert_eq!(only.bytes().as_ptr().addr() == place.addr(), writable, "read-only memory is never written");
        assert_eq!(released.load(Ordering::SeqCst), usize::from(!writable), "a copy lets go of the original");
        std::thread::spawn(move || drop(only)).join().unwrap();
        assert_eq!(released.load(Ordering::SeqCst), 1);
    }
}

#[test]
fn foreign_memory_that_is_refused_is_given_back() {
    let mut memory = [0u64; 4];
    let place = memory.as_mut_ptr().cast::<u8>();
    let refused: [(&[i64], *mut u8, usize, &str); 5] = [
        (&[2], place, 9, "8 bytes, 9 were given"),
        (&[-2], place, 8, "[-2]"),
        (&[1 << 62], place, 8, "float32[4611686018427387904]"),
        (&[2], std::ptr::null_mut(), 8, "NULL"),
        (&[2], place.wrapping_add(1), 8, "not aligned"),
    ];
    for (dims, data, nbytes, expected) in refused {
        let (released, owner) = counted();
        // SAFETY: `memory` outlives the call, and no tensor comes of it.
        let error = unsafe { Tensor::from_foreign(DType::F32, dims, data, nbytes, true, owner) }.unwrap_err();
        assert!(is_invalid(&error) && error.message().contains(expected), "{error}");
        assert_eq!(released.load(Ordering::SeqCst), 1, "{error}");
    }
    let (released, owner) = counted();
    // SAFETY: no byte is looked at.
    let empty = unsafe { Tensor::from_foreign(DType::F64, &[0], std::ptr::null_mut(), 0, true, owner) }.unwrap();
    assert_eq!((empty.bytes().len(), empty.as_slice::<f64>()), (0, Some(&[][..])));
    assert_eq!(released.load(Ordering::SeqCst), 0);
    drop(empty);
    assert_eq!(released.load(Ordering::SeqCst), 1);
}

#[test]
fn a_bool_from_outside_may_be_any_byte() {
    let tensor = Tensor::from_bytes(DType::Bool, &[3], &[0, 1, 255]).unwrap();
    assert_eq!(tensor.as_slice::<u8>().unwrap(), &[0, 1, 255]);
    assert_eq!(tensor.to_string(), "bool[3] [false, true, true]");
}

// Miri maps no files.
#[cfg(not(miri))]
#[test]
fn a_mapped_file_is_read_in_place_and_never_written() {
    let path = std::env::temp_dir().join(format!("nnx-tensor-{}.bin", std::process::id()));
    let content: Vec<u8> = (0..=255).collect();
    std::fs::write(&path, &content).unwrap();
    // SAFETY: nobody else knows this file.
    let map = Arc::new(unsafe { memmap2::Mmap::map(&std::fs::File::open(&path).unwrap()) }.unwrap());
    std::fs::remove_file(&path).unwrap();
    let base = map.as_ptr().addr();

    let mut tensor = Tensor::from_mapped(DType::U32, &[4, 8], map.clone(), 64).unwrap();
    assert_eq!(tensor.bytes().as_ptr().addr(), base + 64);
    assert_eq!(tensor.bytes(), &content[64..192]);
    assert!(!tensor.drops_foreign());
    tensor.as_mut_slice::<u32>().unwrap()[0] = 0;
    assert_ne!(tensor.bytes().as_ptr().addr(), base + 64);
    assert_eq!(map[64], 64);

    let unaligned = Tensor::from_mapped(DType::U32, &[8], map.clone(), 3).unwrap();
    assert_eq!(unaligned.bytes(), &content[3..35]);
    assert_eq!(unaligned.as_slice::<u32>().unwrap()[0], u32::from_ne_bytes([3, 4, 5, 6]));

    assert_eq!(Tensor::from_mapped(DType::U8, &[0], map.clone(), 256).unwrap().nbytes(), 0);
    for (dims, offset) in [(&[257][..], 0), (&[1], 256), (&[1], usize::MAX), (&[0], 257)] {
        let error = Tensor::from_mapped(DType::U8, dims, map.clone(), offset).unwrap_err();
        assert!(is_invalid(&error) && error.message().contains("256"), "{error}");
    }
    let mapped = Tensor::from_mapped(DType::U8, &[256], map.clone(), 0).unwrap();
    assert_eq!(Arc::strong_count(&map), 2, "only the tensor that reads it in place holds the file");
    drop(mapped);
    assert_eq!(Arc::strong_count(&map), 1);
}
