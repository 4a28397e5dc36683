"""Prints the events of TensorBoard files, a JSON line for each file, read by Debian's protobuf and checked by Debian's crcmod.

The messages are those of TensorFlow's event.proto and summary.proto, as far as scalars need them. A record that is cut off, or
whose checksum is wrong, is said to be so, and ends the reading.
"""

import json
import struct
import sys

import crcmod.predefined
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory


def event_type():
    field = descriptor_pb2.FieldDescriptorProto
    file = descriptor_pb2.FileDescriptorProto(name="event.proto", package="tensorflow", syntax="proto3")
    value = descriptor_pb2.DescriptorProto(name="Value")
    value.field.add(name="tag", number=1, type=field.TYPE_STRING, label=field.LABEL_OPTIONAL)
    value.oneof_decl.add(name="value")
    value.field.add(name="simple_value", number=2, type=field.TYPE_FLOAT, label=field.LABEL_OPTIONAL, oneof_index=0)
    summary = file.message_type.add(name="Summary")
    summary.nested_type.append(value)
    summary.field.add(name="value", number=1, type=field.TYPE_MESSAGE, label=field.LABEL_REPEATED, type_name=".tensorflow.Summary.Value")
    event = file.message_type.add(name="Event")
    event.field.add(name="wall_time", number=1, type=field.TYPE_DOUBLE, label=field.LABEL_OPTIONAL)
    event.field.add(name="step", number=2, type=field.TYPE_INT64, label=field.LABEL_OPTIONAL)
    event.oneof_decl.add(name="what")
    event.field.add(name="file_version", number=3, type=field.TYPE_STRING, label=field.LABEL_OPTIONAL, oneof_index=0)
    event.field.add(name="summary", number=5, type=field.TYPE_MESSAGE, label=field.LABEL_OPTIONAL, type_name=".tensorflow.Summary", oneof_index=0)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName("tensorflow.Event"))


CRC = crcmod.predefined.mkCrcFun("crc-32c")
MASK = 0xA282EAD8


def checked(content, stored):
    crc = CRC(content)
    return ((crc >> 15 | crc << 17) + MASK) & 0xFFFFFFFF == struct.unpack("<I", stored)[0]


def read(path, Event):
    data = open(path, "rb").read()
    events, at = [], 0
    while at < len(data):
        head = data[at : at + 12]
        if len(head) < 12:
            return events, "cut off"
        if not checked(head[:8], head[8:]):
            return events, "wrong checksum of the length"
        length = struct.unpack("<Q", head[:8])[0]
        content, stored = data[at + 12 : at + 12 + length], data[at + 12 + length : at + 16 + length]
        if len(stored) < 4:
            return events, "cut off"
        if not checked(content, stored):
            return events, "wrong checksum of the event"
        event = Event.FromString(content)
        values = [{"tag": value.tag, "value": struct.pack(">f", value.simple_value).hex()} for value in event.summary.value]
        events.append({"time": event.wall_time, "step": event.step, "version": event.file_version, "values": values})
        if event.SerializeToString(deterministic=True) != content:
            return events, "fields beside those of the schema"
        at += 16 + length
    return events, "whole"


Event = event_type()
for path in sys.argv[1:]:
    events, end = read(path, Event)
    print(json.dumps({"events": events, "end": end}))
