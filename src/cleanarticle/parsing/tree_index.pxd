from libc.stdint cimport uint64_t
from libcpp.list cimport list as linked_list
from libcpp.string cimport string
from libcpp.string_view cimport string_view
from libcpp.unordered_map cimport unordered_map
from libcpp.vector cimport vector

from lxml.includes cimport etreepublic, tree


ctypedef const void* NamePointer


cdef struct FormKeys:
    unordered_map[NamePointer, Py_ssize_t] names  # the tags by where their names are in memory
    unordered_map[string_view, Py_ssize_t] classes  # the class attributes, from 1
    unordered_map[uint64_t, Py_ssize_t] forms  # by tag and class attribute
    linked_list[string] joined  # class attributes in several nodes


cdef class TreeIndex:
    cdef etreepublic._Element _root
    cdef vector[tree.xmlNode*] _nodes  # by number
    cdef vector[Py_ssize_t] _forms  # of the elements
    cdef vector[Py_ssize_t] _parents
    cdef vector[Py_ssize_t] _after  # numbers behind all elements inside
    cdef vector[vector[Py_ssize_t]] _of_form  # numbers of elements
    cdef readonly list forms
    cdef readonly dict ids
    cdef readonly dict styles
    cdef readonly list with_hidden
    cdef readonly list controls
    cdef readonly dict properties
    cdef readonly list home_links
    cdef list _tags
    cdef dict _tag_numbers  # their indices
    cdef list _of_tag  # forms

    cdef Py_ssize_t _checked_number(self, Py_ssize_t number) except -1
    cdef Py_ssize_t _checked(self, Py_ssize_t form) except -1
    cdef int _read(self, tree.xmlNode* root) except -1
    cdef int _add(self, tree.xmlNode* node, FormKeys* keys) except -1
    cdef int _note(
        self, tree.xmlNode* node, tree.xmlAttr* attribute, Py_ssize_t number
    ) except -1
    cdef int _note_link(self, tree.xmlAttr* attribute, Py_ssize_t number) except -1
    cdef Py_ssize_t _form(
        self, tree.xmlNode* node, tree.xmlAttr* class_attribute, FormKeys* keys
    ) except -1
    cdef Py_ssize_t _tag(self, tree.xmlNode* node, FormKeys* keys) except -1
