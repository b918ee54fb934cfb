//! References to Python objects: [`Object`] owns one, [`Borrowed`] stands behind a reference that somebody else owns.
//!
//! Whoever holds a `&Borrowed` must know what keeps the object alive for as long: any call that can run Python code can
//! drop the last reference to whatever is only borrowed from a container. Functions here say in their names and texts
//! when they cannot run Python code; all others can.

use std::cell::UnsafeCell;
use std::ffi::c_int;
use std::fmt;
use std::mem::ManuallyDrop;
use std::ops::Deref;
use std::ptr::{self, NonNull};

use super::python::{self, Pointer};

/// A Python exception is set in this thread, and is on its way to the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Raised;

/// The result of a call into the interpreter.
pub(super) type PyResult<T> = std::result::Result<T, Raised>;

impl Raised {
    /// Takes the exception back: the caller goes another way.
    pub(super) fn forget(self) {
        // SAFETY: this thread holds the interpreter's lock.
        unsafe { python::PyErr_Clear() };
    }

    /// Sets an exception.
    pub(super) fn new(exception: &Borrowed, text: &str) -> Raised {
        if let Ok(text) = Object::text(text) {
            // SAFETY: both are live.
            unsafe { python::PyErr_SetObject(exception.as_ptr(), text.as_ptr()) };
        }
        Raised
    }

    /// Whether the exception is no `KeyboardInterrupt`, `SystemExit` or the like.
    pub(super) fn is_ordinary(self) -> bool {
        // SAFETY: this thread holds the interpreter's lock, and an exception is set.
        unsafe { python::PyErr_ExceptionMatches(python::PyExc_Exception()) != 0 }
    }
}

/// A Python object that somebody else keeps alive.
///
/// The fields are CPython's `PyObject`, in every build with the global lock; only the type is ever read.
#[repr(C)]
pub(super) struct Borrowed {
    _count: UnsafeCell<isize>,
    class: UnsafeCell<Pointer>,
}

impl fmt::Debug for Borrowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<Python object at {:p}>", self.as_ptr())
    }
}

impl Borrowed {
    /// # Safety
    /// `pointer` is a live object, and stays one as long as `'a`.
    #[inline(always)]
    pub(super) unsafe fn from_ptr<'a>(pointer: Pointer) -> &'a Borrowed {
        debug_assert!(!pointer.is_null());
        // SAFETY: the caller's promise.
        unsafe { &*pointer }
    }

    #[inline(always)]
    pub(super) fn as_ptr(&self) -> Pointer {
        ptr::from_ref(self).cast_mut()
    }

    /// A reference of one's own. Runs no Python code.
    #[inline(always)]
    pub(super) fn own(&self) -> Object {
        // SAFETY: the object is live.
        unsafe { Object::from_borrowed(self.as_ptr()) }
    }

    /// `a is b`.
    #[inline(always)]
    pub(super) fn is(&self, other: &Borrowed) -> bool {
        ptr::eq(self, other)
    }

    /// `type(object)`, not `object.__class__`. The object keeps it alive.
    #[inline(always)]
    pub(super) fn class(&self) -> &Borrowed {
        // SAFETY: every object has a type, which only an assignment to `__class__` changes, under the lock.
        unsafe { Borrowed::from_ptr(*self.class.get()) }
    }

    /// `type(object) is class`.
    #[inline(always)]
    pub(super) fn is_exactly(&self, class: &Borrowed) -> bool {
        self.class().is(class)
    }

    /// Whether the type of the object is `class` or derives from it. Runs no Python code.
    #[inline]
    pub(super) fn is_a(&self, class: &Borrowed) -> bool {
        self.is_exactly(class) || self.class().is_subclass(class)
    }

    /// Whether this type is `base` or derives from it (both are types). Runs no Python code.
    pub(super) fn is_subclass(&self, base: &Borrowed) -> bool {
        // SAFETY: both are live types.
        unsafe { python::PyType_IsSubtype(self.as_ptr(), base.as_ptr()) != 0 }
    }

    /// Whether it is a type.
    pub(super) fn is_type(&self) -> bool {
        // SAFETY: `type` is a type.
        self.is_a(unsafe { Borrowed::from_ptr(python::PyType_Type()) })
    }

    /// `isinstance(object, class)`.
    pub(super) fn is_instance(&self, class: &Borrowed) -> PyResult<bool> {
        // SAFETY: both are live.
        truth(unsafe { python::PyObject_IsInstance(self.as_ptr(), class.as_ptr()) })
    }

    pub(super) fn is_none(&self) -> bool {
        // SAFETY: the interpreter has a `None`.
        ptr::eq(self, unsafe { python::Py_None() })
    }

    pub(super) fn is_true(&self) -> bool {
        // SAFETY: the interpreter has a `True`.
        ptr::eq(self, unsafe { python::Py_True() })
    }

    pub(super) fn is_false(&self) -> bool {
        // SAFETY: the interpreter has a `False`.
        ptr::eq(self, unsafe { python::Py_False() })
    }

    pub(super) fn is_ellipsis(&self) -> bool {
        // SAFETY: the interpreter has an `Ellipsis`.
        ptr::eq(self, unsafe { python::Py_Ellipsis() })
    }

    /// `type(object) is str`, and so for the other builtin types.
    #[inline]
    pub(super) fn is_str(&self) -> bool {
        // SAFETY: the interpreter has this type.
        ptr::eq(self.class(), unsafe { python::PyUnicode_Type() })
    }

    #[inline]
    pub(super) fn is_int(&self) -> bool {
        // SAFETY: the interpreter has this type.
        ptr::eq(self.class(), unsafe { python::PyLong_Type() })
    }

    #[inline]
    pub(super) fn is_float(&self) -> bool {
        // SAFETY: the interpreter has this type.
        ptr::eq(self.class(), unsafe { python::PyFloat_Type() })
    }

    #[inline]
    pub(super) fn is_bytes(&self) -> bool {
        // SAFETY: the interpreter has this type.
        ptr::eq(self.class(), unsafe { python::PyBytes_Type() })
    }

    #[inline]
    pub(super) fn is_dict(&self) -> bool {
        // SAFETY: the interpreter has this type.
        ptr::eq(self.class(), unsafe { python::PyDict_Type() })
    }

    #[inline]
    pub(super) fn is_list(&self) -> bool {
        // SAFETY: the interpreter has this type.
        ptr::eq(self.class(), unsafe { python::PyList_Type() })
    }

    #[inline]
    pub(super) fn is_tuple(&self) -> bool {
        // SAFETY: the interpreter has this type.
        ptr::eq(self.class(), unsafe { python::PyTuple_Type() })
    }

    /// `object.name`.
    pub(super) fn get(&self, name: &Borrowed) -> PyResult<Object> {
        // SAFETY: both are live.
        unsafe { Object::from_new(python::PyObject_GetAttr(self.as_ptr(), name.as_ptr())) }
    }

    /// `object.name`, `None` where there is no such attribute.
    pub(super) fn get_optional(&self, name: &Borrowed) -> PyResult<Option<Object>> {
        match self.get(name) {
            Ok(value) => Ok(Some(value)),
            // SAFETY: an exception is set.
            Err(raised) if unsafe { python::PyErr_ExceptionMatches(python::PyExc_AttributeError()) != 0 } => {
                raised.forget();
                Ok(None)
            }
            Err(raised) => Err(raised),
        }
    }

    /// `object.name = value`.
    pub(super) fn set(&self, name: &Borrowed, value: &Borrowed) -> PyResult<()> {
        // SAFETY: all are live.
        done(unsafe { python::PyObject_SetAttr(self.as_ptr(), name.as_ptr(), value.as_ptr()) })
    }

    /// `object.__setattr__(self, name, value)`: whatever the type of the object has made of `__setattr__`.
    pub(super) fn set_plainly(&self, name: &Borrowed, value: &Borrowed) -> PyResult<()> {
        // SAFETY: all are live.
        done(unsafe { python::PyObject_GenericSetAttr(self.as_ptr(), name.as_ptr(), value.as_ptr()) })
    }

    /// The dict of an object that has one, made when it was not there yet. Runs no Python code of the object's, but may
    /// collect garbage when it makes the dict.
    pub(super) fn dict(&self) -> PyResult<Object> {
        // SAFETY: the object is live.
        unsafe { Object::from_new(python::PyObject_GenericGetDict(self.as_ptr(), ptr::null_mut())) }
    }

    /// `object(*arguments)`.
    pub(super) fn call(&self, arguments: &[&Borrowed]) -> PyResult<Object> {
        let arguments = Object::tuple(arguments.iter().map(|argument| argument.own()))?;
        // SAFETY: all are live.
        unsafe { Object::from_new(python::PyObject_Call(self.as_ptr(), arguments.as_ptr(), ptr::null_mut())) }
    }

    /// `object(*arguments)`, of a tuple.
    pub(super) fn call_with(&self, arguments: &Borrowed) -> PyResult<Object> {
        debug_assert!(arguments.is_tuple());
        // SAFETY: all are live, and the arguments are a tuple.
        unsafe { Object::from_new(python::PyObject_Call(self.as_ptr(), arguments.as_ptr(), ptr::null_mut())) }
    }

    /// Whether it can be called.
    pub(super) fn is_callable(&self) -> bool {
        // SAFETY: the object is live.
        unsafe { python::PyCallable_Check(self.as_ptr()) != 0 }
    }

    /// `left == right`, where identity is enough.
    pub(super) fn equals(&self, other: &Borrowed) -> PyResult<bool> {
        // SAFETY: both are live.
        truth(unsafe { python::PyObject_RichCompareBool(self.as_ptr(), other.as_ptr(), python::Py_EQ) })
    }

    /// `item in container`.
    pub(super) fn contains(&self, item: &Borrowed) -> PyResult<bool> {
        // SAFETY: both are live.
        truth(unsafe { python::PySequence_Contains(self.as_ptr(), item.as_ptr()) })
    }

    /// `bool(object)`.
    pub(super) fn truth(&self) -> PyResult<bool> {
        // SAFETY: the object is live.
        truth(unsafe { python::PyObject_IsTrue(self.as_ptr()) })
    }

    /// The number of entries of a dict. Runs no Python code.
    pub(super) fn dict_size(&self) -> usize {
        // SAFETY: it is a dict, perhaps of a subclass.
        unsafe { python::PyDict_Size(self.as_ptr()) as usize }
    }

    /// A dict with the same entries.
    pub(super) fn dict_copy(&self) -> PyResult<Object> {
        // SAFETY: the object is live; a wrong type is an exception.
        unsafe { Object::from_new(python::PyDict_Copy(self.as_ptr())) }
    }

    /// Takes all entries out of a dict. What they held is dropped, which can run Python code.
    pub(super) fn dict_clear(&self) {
        // SAFETY: the object is live; the function ignores one that is no dict.
        unsafe { python::PyDict_Clear(self.as_ptr()) };
    }

    /// An entry of a dict, lent by the dict.
    pub(super) fn dict_get(&self, key: &Borrowed) -> PyResult<Option<&Borrowed>> {
        // SAFETY: both are live.
        let found = unsafe { python::PyDict_GetItemWithError(self.as_ptr(), key.as_ptr()) };
        if !found.is_null() {
            // SAFETY: the dict has it.
            return Ok(Some(unsafe { Borrowed::from_ptr(found) }));
        }
        // SAFETY: this thread holds the lock.
        if unsafe { python::PyErr_Occurred() }.is_null() { Ok(None) } else { Err(Raised) }
    }

    /// `dict[key] = value`.
    pub(super) fn dict_set(&self, key: &Borrowed, value: &Borrowed) -> PyResult<()> {
        // SAFETY: all are live; a wrong type is an exception.
        done(unsafe { python::PyDict_SetItem(self.as_ptr(), key.as_ptr(), value.as_ptr()) })
    }

    /// The entries of a dict in their order, lent by the dict: whoever goes on to run Python code takes references of
    /// its own first. Iterating runs no Python code.
    pub(super) fn entries(&self) -> Entries<'_> {
        debug_assert!(self.is_dict());
        Entries { dict: self, position: 0 }
    }

    /// `len(list)`. Runs no Python code.
    pub(super) fn list_size(&self) -> usize {
        debug_assert!(self.is_list());
        // SAFETY: it is a list.
        unsafe { python::PyList_Size(self.as_ptr()) as usize }
    }

    /// An item of a list, lent by the list. Runs no Python code.
    pub(super) fn list_get(&self, index: usize) -> PyResult<&Borrowed> {
        // SAFETY: the list is live; a wrong index is an exception.
        let item = unsafe { python::PyList_GetItem(self.as_ptr(), index as isize) };
        // SAFETY: the list has it, unless it is NULL.
        if item.is_null() { Err(Raised) } else { Ok(unsafe { Borrowed::from_ptr(item) }) }
    }

    /// `tuple.__len__(tuple)`, also of a subclass. Runs no Python code.
    pub(super) fn tuple_size(&self) -> usize {
        // SAFETY: it is a tuple.
        unsafe { python::PyTuple_Size(self.as_ptr()) as usize }
    }

    /// An item of a tuple, lent by the tuple. Runs no Python code.
    pub(super) fn tuple_get(&self, index: usize) -> PyResult<&Borrowed> {
        // SAFETY: the tuple is live; a wrong index is an exception.
        let item = unsafe { python::PyTuple_GetItem(self.as_ptr(), index as isize) };
        // SAFETY: the tuple has it, unless it is NULL.
        if item.is_null() { Err(Raised) } else { Ok(unsafe { Borrowed::from_ptr(item) }) }
    }

    /// The value of an `int` that fits.
    pub(super) fn to_isize(&self) -> PyResult<isize> {
        // SAFETY: the object is live.
        let value = unsafe { python::PyLong_AsSsize_t(self.as_ptr()) };
        // SAFETY: this thread holds the lock.
        if value == -1 && !unsafe { python::PyErr_Occurred() }.is_null() { Err(Raised) } else { Ok(value) }
    }

    /// The value of an `int` that fits.
    pub(super) fn to_u64(&self) -> PyResult<u64> {
        // SAFETY: the object is live.
        let value = unsafe { python::PyLong_AsUnsignedLongLong(self.as_ptr()) };
        // SAFETY: this thread holds the lock.
        if value == u64::MAX && !unsafe { python::PyErr_Occurred() }.is_null() { Err(Raised) } else { Ok(value) }
    }

    /// The order of two `str`, by code points. Runs no Python code.
    pub(super) fn compare_text(&self, other: &Borrowed) -> std::cmp::Ordering {
        debug_assert!(self.is_str() && other.is_str());
        // SAFETY: both are live and `str`, for which the function does not fail.
        unsafe { python::PyUnicode_Compare(self.as_ptr(), other.as_ptr()) }.cmp(&0)
    }

    /// The UTF-8 of a `str`.
    pub(super) fn to_text(&self) -> PyResult<&str> {
        let mut size = 0;
        // SAFETY: the object is live; one that is no `str` is an exception.
        let data = unsafe { python::PyUnicode_AsUTF8AndSize(self.as_ptr(), &mut size) };
        if data.is_null() {
            return Err(Raised);
        }
        // SAFETY: the `str` keeps its UTF-8, which is valid, as long as it lives.
        Ok(unsafe { std::str::from_utf8_unchecked(std::slice::from_raw_parts(data.cast(), size as usize)) })
    }
}

/// The entries of a dict.
pub(super) struct Entries<'a> {
    dict: &'a Borrowed,
    position: isize,
}

impl<'a> Iterator for Entries<'a> {
    type Item = (&'a Borrowed, &'a Borrowed);

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        let (mut key, mut value) = (ptr::null_mut(), ptr::null_mut());
        // SAFETY: the dict is live, and the places can be written.
        let more = unsafe { python::PyDict_Next(self.dict.as_ptr(), &mut self.position, &mut key, &mut value) };
        // SAFETY: the dict has both.
        (more != 0).then(|| unsafe { (Borrowed::from_ptr(key), Borrowed::from_ptr(value)) })
    }
}

/// A reference to a Python object that is owned: counted when made and cloned, given back when dropped.
///
/// Dropping the last reference can run Python code (`__del__`).
#[repr(transparent)]
pub(super) struct Object(NonNull<Borrowed>);

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl Object {
    /// Takes over what a function of the interpreter returned: NULL is an exception.
    ///
    /// # Safety
    /// `pointer` is NULL with an exception set, or a reference that the caller owns.
    #[inline(always)]
    pub(super) unsafe fn from_new(pointer: Pointer) -> PyResult<Object> {
        NonNull::new(pointer).map(Object).ok_or(Raised)
    }

    /// # Safety
    /// `pointer` is a live object.
    #[inline(always)]
    pub(super) unsafe fn from_borrowed(pointer: Pointer) -> Object {
        // SAFETY: the object is live, and so not NULL.
        unsafe {
            python::Py_IncRef(pointer);
            Object(NonNull::new_unchecked(pointer))
        }
    }

    /// The reference itself, for a function that takes it over.
    #[inline(always)]
    pub(super) fn into_ptr(self) -> Pointer {
        ManuallyDrop::new(self).0.as_ptr()
    }

    pub(super) fn none() -> Object {
        // SAFETY: the interpreter has a `None`.
        unsafe { Object::from_borrowed(python::Py_None()) }
    }

    pub(super) fn int(value: usize) -> PyResult<Object> {
        // SAFETY: this thread holds the lock.
        unsafe { Object::from_new(python::PyLong_FromSsize_t(value as isize)) }
    }

    pub(super) fn unsigned(value: u64) -> PyResult<Object> {
        // SAFETY: this thread holds the lock.
        unsafe { Object::from_new(python::PyLong_FromUnsignedLongLong(value)) }
    }

    pub(super) fn bool(value: bool) -> Object {
        // SAFETY: the interpreter has both.
        unsafe { Object::from_borrowed(if value { python::Py_True() } else { python::Py_False() }) }
    }

    /// `id(object)`.
    pub(super) fn id(object: &Borrowed) -> PyResult<Object> {
        // SAFETY: this thread holds the lock.
        unsafe { Object::from_new(python::PyLong_FromVoidPtr(object.as_ptr().cast())) }
    }

    pub(super) fn text(value: &str) -> PyResult<Object> {
        // SAFETY: the text is as long as it says.
        unsafe { Object::from_new(python::PyUnicode_FromStringAndSize(value.as_ptr().cast(), value.len() as isize)) }
    }

    /// A `str` that is the same object wherever the interpreter has this text as a name.
    pub(super) fn interned(value: &str) -> PyResult<Object> {
        let mut pointer = Object::text(value)?.into_ptr();
        // SAFETY: the reference is ours; the function replaces it by another that is ours.
        unsafe {
            python::PyUnicode_InternInPlace(&mut pointer);
            Object::from_new(pointer)
        }
    }

    pub(super) fn new_dict() -> PyResult<Object> {
        // SAFETY: this thread holds the lock.
        unsafe { Object::from_new(python::PyDict_New()) }
    }

    /// A tuple of these.
    pub(super) fn tuple(items: impl ExactSizeIterator<Item = Object>) -> PyResult<Object> {
        // SAFETY: this thread holds the lock.
        let tuple = unsafe { Object::from_new(python::PyTuple_New(items.len() as isize))? };
        for (index, item) in items.enumerate() {
            // SAFETY: the tuple is new and nobody else's, the place is in it, and it takes the item over.
            done(unsafe { python::PyTuple_SetItem(tuple.as_ptr(), index as isize, item.into_ptr()) })?;
        }
        Ok(tuple)
    }

    /// A list of these.
    pub(super) fn list(items: impl ExactSizeIterator<Item = Object>) -> PyResult<Object> {
        // SAFETY: this thread holds the lock.
        let list = unsafe { Object::from_new(python::PyList_New(items.len() as isize))? };
        for (index, item) in items.enumerate() {
            // SAFETY: the list is new and nobody else's, the place is in it, and it takes the item over.
            done(unsafe { python::PyList_SetItem(list.as_ptr(), index as isize, item.into_ptr()) })?;
        }
        Ok(list)
    }
}

impl Deref for Object {
    type Target = Borrowed;

    #[inline(always)]
    fn deref(&self) -> &Borrowed {
        // SAFETY: the reference keeps it alive.
        unsafe { self.0.as_ref() }
    }
}

impl Clone for Object {
    #[inline(always)]
    fn clone(&self) -> Object {
        self.own()
    }
}

impl Drop for Object {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: the reference is ours to give back.
        unsafe { python::Py_DecRef(self.0.as_ptr()) };
    }
}

/// An answer of the interpreter that is negative when an exception was raised.
#[inline(always)]
pub(super) fn done(answer: c_int) -> PyResult<()> {
    if answer < 0 { Err(Raised) } else { Ok(()) }
}

/// The same of a question.
#[inline(always)]
pub(super) fn truth(answer: c_int) -> PyResult<bool> {
    if answer < 0 { Err(Raised) } else { Ok(answer != 0) }
}

/// A `__slots__` attribute of a class, read and written as CPython does without a look-up by name.
pub(super) struct Slot {
    descriptor: Object,
    get: python::Getter,
    set: python::Setter,
}

impl Slot {
    /// The slot `name` of `class`; an exception when that is not a member descriptor.
    pub(super) fn of(class: &Borrowed, name: &Borrowed) -> PyResult<Slot> {
        let descriptor = class.get(name)?;
        let kind = descriptor.class().get(&*Object::interned("__name__")?)?;
        // SAFETY: a type may be asked for its slots.
        let (get, set) = unsafe {
            let class = descriptor.class().as_ptr();
            let slot = |number| python::PyType_GetSlot(class, number);
            (slot(python::Py_tp_descr_get), slot(python::Py_tp_descr_set))
        };
        if kind.to_text()? != "member_descriptor" || get.is_null() || set.is_null() {
            // SAFETY: the interpreter has this exception.
            let exception = unsafe { Borrowed::from_ptr(python::PyExc_TypeError()) };
            let name = name.to_text()?;
            return Err(Raised::new(exception, &format!("`{name}` is no slot of the class")));
        }
        // SAFETY: the slots of these numbers hold functions of these types.
        let (get, set) = unsafe {
            (
                std::mem::transmute::<*mut std::ffi::c_void, python::Getter>(get),
                std::mem::transmute::<*mut std::ffi::c_void, python::Setter>(set),
            )
        };
        Ok(Slot { descriptor, get, set })
    }

    /// Whether `class` has this very slot under `name`.
    pub(super) fn is_of(&self, class: &Borrowed, name: &Borrowed) -> PyResult<bool> {
        Ok(class.get(name)?.is(&self.descriptor))
    }

    /// What the slot of `object` holds; an exception when it holds nothing. Runs no Python code.
    #[inline(always)]
    pub(super) fn get(&self, object: &Borrowed) -> PyResult<Object> {
        // SAFETY: all are live; an object of another class is an exception.
        unsafe { Object::from_new((self.get)(self.descriptor.as_ptr(), object.as_ptr(), object.class().as_ptr())) }
    }

    /// Puts `value` into the slot of `object`; what was there is dropped, which can run Python code.
    #[inline(always)]
    pub(super) fn set(&self, object: &Borrowed, value: &Borrowed) -> PyResult<()> {
        // SAFETY: all are live; an object of another class is an exception.
        done(unsafe { (self.set)(self.descriptor.as_ptr(), object.as_ptr(), value.as_ptr()) })
    }
}
