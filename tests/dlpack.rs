//! DLPack: what goes out and comes in keeps its address, and every struct is given back exactly once.

use std::ptr::{null_mut, without_provenance_mut};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use nnx::tensor::dlpack::{
    DLDataType, DLDevice, DLManagedTensor, DLManagedTensorVersioned, DLPackVersion, DLTensor, FLAG_IS_COPIED,
    FLAG_READ_ONLY, VERSION,
};
use nnx::tensor::{DType, Release, Tensor};
use nnx::{Result, Status};

/// An array of another library: 24 numbers counting up, seen as a matrix of 4 by 6.
struct Producer {
    data: Vec<f32>,
    dims: Vec<i64>,
    strides: Vec<i64>,
    deleted: AtomicUsize,
}

impl Producer {
    fn new() -> Producer {
        let data = (0..24u8).map(f32::from).collect();
        Producer { data, dims: vec![4, 6], strides: vec![6, 1], deleted: AtomicUsize::new(0) }
    }

    fn array(&mut self) -> DLTensor {
        DLTensor {
            data: self.data.as_mut_ptr().cast(),
            device: DLDevice { device_type: 1, device_id: 0 },
            ndim: self.dims.len() as i32,
            dtype: DLDataType::of(DType::F32),
            shape: self.dims.as_mut_ptr(),
            strides: self.strides.as_mut_ptr(),
            byte_offset: 0,
        }
    }

    /// Imports what `change` makes of the array, in the newer form.
    fn give(&mut self, flags: u64, change: impl FnOnce(&mut DLTensor)) -> Result<Tensor> {
        self.give_struct(|managed| {
            managed.flags = flags;
            change(&mut managed.dl_tensor);
        })
    }

    fn give_struct(&mut self, change: impl FnOnce(&mut DLManagedTensorVersioned)) -> Result<Tensor> {
        unsafe extern "C" fn delete(managed: *mut DLManagedTensorVersioned) {
            // SAFETY: leaked by a Box below, with this context.
            let managed = unsafe { Box::from_raw(managed) };
            // SAFETY: the counter lives as long as the producer.
            unsafe { &*managed.manager_ctx.cast::<AtomicUsize>() }.fetch_add(1, Ordering::SeqCst);
        }
        let mut managed = DLManagedTensorVersioned {
            version: VERSION,
            manager_ctx: (&raw const self.deleted).cast_mut().cast(),
            deleter: Some(delete),
            flags: 0,
            dl_tensor: self.array(),
        };
        change(&mut managed);
        // SAFETY: well-formed but for what the test changes; the producer outlives the tensor.
        unsafe { Tensor::from_dlpack(Box::into_raw(Box::new(managed))) }
    }

    /// Imports what `change` makes of the array, in the older form.
    fn give_legacy(&mut self, change: impl FnOnce(&mut DLTensor)) -> Result<Tensor> {
        unsafe extern "C" fn delete(managed: *mut DLManagedTensor) {
            // SAFETY: leaked by a Box below, with this context.
            let managed = unsafe { Box::from_raw(managed) };
            // SAFETY: the counter lives as long as the producer.
            unsafe { &*managed.manager_ctx.cast::<AtomicUsize>() }.fetch_add(1, Ordering::SeqCst);
        }
        let manager_ctx = (&raw const self.deleted).cast_mut().cast();
        let mut managed = DLManagedTensor { dl_tensor: self.array(), manager_ctx, deleter: Some(delete) };
        change(&mut managed.dl_tensor);
        // SAFETY: as above.
        unsafe { Tensor::from_dlpack_legacy(Box::into_raw(Box::new(managed))) }
    }

    fn deleted(&self) -> usize {
        self.deleted.load(Ordering::SeqCst)
    }
}

/// Gives an export back, as its consumer.
unsafe fn give_back(managed: *mut DLManagedTensorVersioned) {
    // SAFETY: asked of the caller.
    unsafe { (*managed).deleter.unwrap()(managed) }
}

#[test]
fn a_round_trip_keeps_every_dtype_and_the_address() {
    for dtype in DType::ALL {
        for dims in [&[][..], &[3], &[2, 30], &[1, 2, 3, 4], &[2, 1, 3, 1, 2, 5]] {
            let mut tensor = Tensor::zeros(dtype, dims).unwrap();
            tensor.bytes_mut().unwrap().iter_mut().enumerate().for_each(|(index, byte)| *byte = index as u8);
            // SAFETY: each struct goes straight back in.
            let back = unsafe { Tensor::from_dlpack(tensor.to_dlpack(false).unwrap().as_ptr()) }.unwrap();
            // SAFETY: as above.
            let legacy =
                unsafe { Tensor::from_dlpack_legacy(tensor.to_dlpack_legacy(false).unwrap().as_ptr()) }.unwrap();
            assert!(back.bit_eq(&tensor) && legacy.bit_eq(&tensor), "{tensor}");
            assert_eq!(back.bytes().as_ptr().addr(), tensor.bytes().as_ptr().addr());
            assert_eq!(legacy.bytes().as_ptr().addr(), tensor.bytes().as_ptr().addr());
            assert!(!tensor.is_unique() && back.drops_foreign() && legacy.drops_foreign());
            drop((back, legacy));
            assert!(tensor.is_unique(), "{dtype}{dims:?}: the exports let go");
        }
    }
}

#[test]
fn an_export_describes_the_tensor() {
    for (dims, strides) in
        [(&[][..], &[][..]), (&[7], &[1]), (&[2, 3, 4], &[12, 4, 1]), (&[2, 1, 2, 1, 5], &[10, 10, 5, 5, 1])]
    {
        let tensor = Tensor::zeros(DType::BF16, dims).unwrap();
        let managed = tensor.to_dlpack(false).unwrap().as_ptr();
        // SAFETY: a fresh export, given back below.
        let DLManagedTensorVersioned { version, flags, dl_tensor: array, .. } = unsafe { *managed };
        assert_eq!((version, flags), (VERSION, FLAG_READ_ONLY));
        assert_eq!((array.device.device_type, array.device.device_id, array.byte_offset), (1, 0, 0));
        assert_eq!((array.dtype.code, array.dtype.bits, array.dtype.lanes), (4, 16, 1));
        assert_eq!(array.ndim as usize, dims.len());
        // SAFETY: the export has `ndim` extents and strides.
        unsafe {
            assert_eq!(std::slice::from_raw_parts(array.shape, dims.len()), dims);
            assert_eq!(std::slice::from_raw_parts(array.strides, dims.len()), strides);
            give_back(managed);
        }
    }
    let empty = Tensor::zeros(DType::F32, &[2, 0, 3]).unwrap();
    let managed = empty.to_dlpack(false).unwrap().as_ptr();
    // SAFETY: a fresh export with three strides, handed on afterwards.
    unsafe {
        assert!((*managed).dl_tensor.data.is_null());
        assert_eq!(std::slice::from_raw_parts((*managed).dl_tensor.strides, 3), [3, 3, 1]);
        assert!(Tensor::from_dlpack(managed).unwrap().bit_eq(&empty));
    }
    assert!(empty.is_unique());
}

#[test]
fn an_export_never_changes_under_a_later_write() {
    for count in [2, 1000] {
        let mut tensor = Tensor::from_slice(&[count], &vec![1f32; count as usize]).unwrap();
        let managed = tensor.to_dlpack(false).unwrap().as_ptr();
        tensor.as_mut_slice::<f32>().unwrap().fill(2.0);
        assert!(tensor.overwrite(&vec![0; 4 * count as usize]).unwrap().is_none());
        // SAFETY: the export holds `count` numbers.
        let seen = unsafe { std::slice::from_raw_parts((*managed).dl_tensor.data.cast::<f32>(), count as usize) };
        assert!(seen.iter().all(|&value| value == 1.0));
        drop(tensor);
        assert_eq!(seen[1], 1.0, "the export outlives the tensor");
        let managed = managed.expose_provenance();
        // SAFETY: given back once; a deleter may run on any thread.
        std::thread::spawn(move || unsafe { give_back(std::ptr::with_exposed_provenance_mut(managed)) })
            .join()
            .unwrap();
    }
}

#[test]
fn only_memory_without_another_holder_may_be_written() {
    for count in [2, 1000] {
        let tensor = Tensor::zeros(DType::F32, &[count]).unwrap();
        let flags = |managed: *mut DLManagedTensorVersioned| {
            // SAFETY: each is a fresh export, given back at once.
            unsafe {
                let flags = (*managed).flags;
                if flags & FLAG_READ_ONLY == 0 {
                    (*managed).dl_tensor.data.cast::<f32>().write(5.0);
                    assert_eq!((*managed).dl_tensor.data.cast::<f32>().read(), 5.0);
                }
                give_back(managed);
                flags
            }
        };
        assert_eq!(flags(tensor.to_dlpack(false).unwrap().as_ptr()), FLAG_READ_ONLY);
        assert_eq!(flags(tensor.to_dlpack(true).unwrap().as_ptr()), FLAG_IS_COPIED);
        assert_eq!(flags(tensor.clone().into_dlpack().as_ptr()), FLAG_READ_ONLY);
        assert_eq!(tensor.as_slice::<f32>().unwrap()[0], 0.0);
        assert_eq!(flags(tensor.into_dlpack().as_ptr()), 0);
    }
    let tensor = Tensor::scalar(7i32);
    let (copy, given) = (tensor.to_dlpack_legacy(true).unwrap(), tensor.clone().into_dlpack_legacy());
    // SAFETY: both are fresh exports, given back at once.
    unsafe {
        assert_ne!(copy.as_ref().dl_tensor.data.addr(), tensor.bytes().as_ptr().addr());
        assert_eq!(given.as_ref().dl_tensor.data.addr(), tensor.bytes().as_ptr().addr());
        copy.as_ref().dl_tensor.data.cast::<i32>().write(8);
        for managed in [copy, given] {
            managed.as_ref().deleter.unwrap()(managed.as_ptr());
        }
    }
    assert_eq!(tensor.as_slice::<i32>().unwrap(), [7]);
    assert!(tensor.is_unique());

    let released = Arc::new(AtomicUsize::new(0));
    let counter = released.clone();
    let owner = Release::new(move || _ = counter.fetch_add(1, Ordering::SeqCst));
    let mut memory = [1f32; 8];
    // SAFETY: the memory outlives the tensor.
    let foreign =
        unsafe { Tensor::from_foreign(DType::F32, &[8], memory.as_mut_ptr().cast(), 32, false, owner) }.unwrap();
    let managed = foreign.into_dlpack().as_ptr();
    // SAFETY: a fresh export.
    unsafe {
        assert_eq!((*managed).flags, FLAG_READ_ONLY, "read-only memory stays so");
        assert_eq!(released.load(Ordering::SeqCst), 0);
        give_back(managed);
    }
    assert_eq!(released.load(Ordering::SeqCst), 1);
}

#[test]
fn an_import_is_written_in_place_only_where_that_is_allowed() {
    for (flags, in_place) in [(0, true), (FLAG_READ_ONLY, false)] {
        let mut producer = Producer::new();
        let mut tensor = producer.give(flags, |_| ()).unwrap();
        assert_eq!(tensor.bytes().as_ptr().addr(), producer.data.as_ptr().addr());
        assert_eq!((tensor.shape(), tensor.as_slice::<f32>().unwrap()[23]), (&[4, 6][..], 23.0));
        tensor.as_mut_slice::<f32>().unwrap()[1] = -1.0;
        assert_eq!(tensor.as_slice::<f32>().unwrap()[1], -1.0);
        assert_eq!(producer.deleted(), usize::from(!in_place));
        drop(tensor);
        assert_eq!((producer.data[1] == -1.0, producer.deleted()), (in_place, 1));
    }
    let mut producer = Producer::new();
    let mut tensor = producer.give_legacy(|_| ()).unwrap();
    assert_eq!(tensor.bytes().as_ptr().addr(), producer.data.as_ptr().addr());
    tensor.as_mut_slice::<f32>().unwrap()[1] = -1.0;
    assert_eq!((producer.data[1], producer.deleted()), (1.0, 1));
    drop(tensor);
    assert_eq!(producer.deleted(), 1);
}

#[test]
fn an_array_with_gaps_becomes_a_compact_copy() {
    // Extents, strides, offset in bytes; whether the array can be used where it lies.
    let cases: [(&[i64], &[i64], u64, bool); 12] = [
        (&[4, 6], &[6, 1], 0, true),
        (&[2, 6], &[6, 1], 48, true),
        (&[1, 24, 1], &[-7, 1, i64::MAX], 0, true),
        (&[], &[], 92, true),
        (&[6, 4], &[1, 6], 0, false),
        (&[4, 3], &[6, 2], 4, false),
        (&[4, 6], &[-6, 1], 72, false),
        (&[24], &[-1], 92, false),
        (&[3, 5], &[0, 0], 8, false),
        (&[2, 1, 3], &[12, i64::MIN, 1], 0, false),
        (&[2, 2, 2, 3], &[12, 6, 3, 1], 0, true),
        (&[2, 2, 2, 3], &[6, 12, 3, 1], 0, false),
    ];
    for (dims, strides, byte_offset, in_place) in cases {
        let mut expected = vec![byte_offset as i64 / 4];
        for (&dim, &stride) in dims.iter().zip(strides) {
            let step = if dim == 1 { 0 } else { stride };
            expected = expected.iter().flat_map(|&start| (0..dim).map(move |index| start + index * step)).collect();
        }
        let expected: Vec<f32> = expected.into_iter().map(|index| index as f32).collect();
        for legacy in [false, true] {
            let mut producer = Producer::new();
            producer.dims = dims.to_vec();
            producer.strides = strides.to_vec();
            let change = |array: &mut DLTensor| array.byte_offset = byte_offset;
            let tensor = if legacy { producer.give_legacy(change) } else { producer.give(0, change) }.unwrap();
            assert_eq!(tensor.shape(), dims);
            assert_eq!(tensor.as_slice::<f32>().unwrap(), expected, "{dims:?} {strides:?}");
            let place = producer.data.as_ptr().addr() + byte_offset as usize;
            assert_eq!(tensor.bytes().as_ptr().addr() == place, in_place, "{dims:?} {strides:?}");
            assert_eq!(producer.deleted(), usize::from(!in_place), "a copied array is given back at once");
            drop(tensor);
            assert_eq!(producer.deleted(), 1);
        }
    }
}

#[test]
fn what_a_producer_may_leave_out_is_not_needed() {
    let mut producer = Producer::new();
    let tensor = producer.give(0, |array| array.strides = null_mut()).unwrap();
    assert_eq!(tensor.bytes().as_ptr().addr(), producer.data.as_ptr().addr());
    drop(tensor);

    let scalar =
        producer.give(0, |array| (array.ndim, array.shape, array.strides) = (0, null_mut(), null_mut())).unwrap();
    assert_eq!((scalar.rank(), scalar.as_slice::<f32>().unwrap()), (0, &[0.0][..]));
    drop(scalar);

    producer.dims = vec![3, 0];
    let empty = producer.give(0, |array| (array.data, array.byte_offset) = (null_mut(), u64::MAX)).unwrap();
    assert_eq!((empty.shape(), empty.nbytes()), (&[3, 0][..], 0));
    drop(empty);

    (producer.dims, producer.strides) = (vec![2], vec![1]);
    producer.data[..3].copy_from_slice(&[[9, 9, 0, 0], [128, 63, 0, 0], [0, 64, 9, 9]].map(f32::from_ne_bytes));
    let unaligned = producer.give(0, |array| array.byte_offset = 2).unwrap();
    assert_eq!(unaligned.bytes(), [0, 0, 128, 63, 0, 0, 0, 64]);
    assert_eq!(producer.deleted(), 4, "an array that is not aligned is copied");
}

#[test]
fn each_flaw_is_named_and_gives_the_struct_back() {
    type Change = fn(&mut DLTensor);
    let flaws: [(Status, &str, Change); 19] = [
        (Status::InvalidArgument, "ndim of the array is -1", |array| array.ndim = -1),
        (Status::InvalidArgument, "ndim of the array is 65", |array| array.ndim = 65),
        (Status::InvalidArgument, "ndim of the array is 2147483647", |array| array.ndim = i32::MAX),
        (Status::InvalidArgument, "shape of the array is NULL", |array| array.shape = null_mut()),
        (Status::InvalidArgument, "not aligned", |array| array.shape = array.shape.wrapping_byte_add(1)),
        (Status::InvalidArgument, "not aligned", |array| array.strides = array.strides.wrapping_byte_add(4)),
        (Status::InvalidArgument, "data of the array is NULL", |array| array.data = null_mut()),
        (Status::InvalidArgument, "beyond the address space", |array| array.byte_offset = u64::MAX),
        (Status::InvalidArgument, "beyond the address space", |array| array.byte_offset = i64::MAX as u64),
        (Status::Unimplemented, "type 2 (CUDA)", |array| array.device.device_type = 2),
        (Status::Unimplemented, "type 10 (ROCm)", |array| array.device.device_type = 10),
        (Status::Unimplemented, "type -5 (unknown)", |array| array.device.device_type = -5),
        (Status::Unimplemented, "4 lanes", |array| array.dtype.lanes = 4),
        (Status::Unimplemented, "0 lanes", |array| array.dtype.lanes = 0),
        (Status::Unimplemented, "24 bits", |array| array.dtype.bits = 24),
        (Status::Unimplemented, "type 5 (complex)", |array| array.dtype.code = 5),
        (Status::Unimplemented, "type 6 (bool) with 32 bits", |array| array.dtype.code = 6),
        (Status::Unimplemented, "type 4 (bfloat) with 32 bits", |array| array.dtype.code = 4),
        (Status::Unimplemented, "type 255 (unknown)", |array| array.dtype.code = 255),
    ];
    for (status, text, change) in flaws {
        for legacy in [false, true] {
            let mut producer = Producer::new();
            let result = if legacy { producer.give_legacy(change) } else { producer.give(0, change) };
            let error = result.unwrap_err();
            assert_eq!(error.status(), Some(status), "{error}");
            assert!(error.message().contains(text), "{error} should say {text}");
            assert_eq!(producer.deleted(), 1, "{error}");
        }
    }
    let layouts: [(&[i64], &[i64], &str); 5] = [
        (&[4, -6], &[6, 1], "[4,-6]"),
        (&[1 << 40, 1 << 40], &[1 << 40, 1], "int64 can count"),
        (&[1 << 61, 1], &[1, 1], "can be addressed"),
        (&[4, 6], &[i64::MAX, 1], "beyond the address space"),
        (&[4, 6], &[i64::MIN, 1], "beyond the address space"),
    ];
    for (dims, strides, text) in layouts {
        let mut producer = Producer::new();
        (producer.dims, producer.strides) = (dims.to_vec(), strides.to_vec());
        let error = producer.give(0, |_| ()).unwrap_err();
        assert_eq!(error.status(), Some(Status::InvalidArgument), "{error}");
        assert!(error.message().contains(text), "{error} should say {text}");
        assert_eq!(producer.deleted(), 1, "{error}");
    }
}

#[test]
fn another_major_version_is_only_given_back() {
    for (major, minor) in [(0, 8), (2, 0), (u32::MAX, 0)] {
        let mut producer = Producer::new();
        let other = DLPackVersion { major, minor };
        let nonsense = without_provenance_mut(1);
        let error = producer.give_struct(|managed| {
            managed.version = other;
            managed.dl_tensor.shape = without_provenance_mut(8);
            managed.dl_tensor.data = nonsense;
        });
        let error = error.unwrap_err();
        assert_eq!(error.status(), Some(Status::VersionMismatch));
        assert!(error.message().contains(&format!("{major}.{minor}")), "{error}");
        assert_eq!(producer.deleted(), 1);
    }
    let mut producer = Producer::new();
    producer.give_struct(|managed| managed.version.minor = 99).unwrap();
    assert_eq!(producer.deleted(), 1, "a newer minor version is read");
}

#[test]
fn no_struct_and_no_deleter_are_understood() {
    // SAFETY: NULL is allowed.
    let (error, legacy) = unsafe { (Tensor::from_dlpack(null_mut()), Tensor::from_dlpack_legacy(null_mut())) };
    assert_eq!(error.unwrap_err().status(), Some(Status::InvalidArgument));
    assert_eq!(legacy.unwrap_err().status(), Some(Status::InvalidArgument));

    let mut producer = Producer::new();
    let mut managed = DLManagedTensor { dl_tensor: producer.array(), manager_ctx: null_mut(), deleter: None };
    // SAFETY: the struct outlives the tensor and needs not be given back.
    let tensor = unsafe { Tensor::from_dlpack_legacy(&raw mut managed) }.unwrap();
    assert_eq!(tensor.as_slice::<f32>().unwrap()[5], 5.0);
}
