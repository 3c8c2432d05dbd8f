/// A Swift type with a fixed D-Bus type.
package protocol BusType: Sendable {
    /// One complete type.
    static var signature: Signature { get }
    /// - Throws: `InvalidArgs` when the value has another type or does not fit.
    init(busValue: Value) throws(BusError)
    var busValue: Value { get }
}

/// A type that may be the key of a dictionary.
package protocol BasicBusType: BusType, Hashable {}

extension String: BasicBusType {
    package static var signature: Signature { .string }
    package init(busValue: Value) throws(BusError) {
        guard case .string(let value) = busValue else {
            throw .typeMismatch(expected: Self.signature, received: busValue)
        }
        self = value
    }
    package var busValue: Value { .string(self) }
}

extension Bool: BasicBusType {
    package static var signature: Signature { Signature(unchecked: "b") }
    package init(busValue: Value) throws(BusError) {
        guard case .boolean(let value) = busValue else {
            throw .typeMismatch(expected: Self.signature, received: busValue)
        }
        self = value
    }
    package var busValue: Value { .boolean(self) }
}

extension UInt8: BasicBusType {
    package static var signature: Signature { Signature(unchecked: "y") }
    package init(busValue: Value) throws(BusError) {
        guard case .byte(let value) = busValue else {
            throw .typeMismatch(expected: Self.signature, received: busValue)
        }
        self = value
    }
    package var busValue: Value { .byte(self) }
}

extension Int16: BasicBusType {
    package static var signature: Signature { Signature(unchecked: "n") }
    package init(busValue: Value) throws(BusError) {
        guard case .int16(let value) = busValue else {
            throw .typeMismatch(expected: Self.signature, received: busValue)
        }
        self = value
    }
    package var busValue: Value { .int16(self) }
}

extension UInt16: BasicBusType {
    package static var signature: Signature { Signature(unchecked: "q") }
    package init(busValue: Value) throws(BusError) {
        guard case .uint16(let value) = busValue else {
            throw .typeMismatch(expected: Self.signature, received: busValue)
        }
        self = value
    }
    package var busValue: Value { .uint16(self) }
}

extension Int32: BasicBusType {
    package static var signature: Signature { Signature(unchecked: "i") }
    package init(busValue: Value) throws(BusError) {
        guard case .int32(let value) = busValue else {
            throw .typeMismatch(expected: Self.signature, received: busValue)
        }
        self = value
    }
    package var busValue: Value { .int32(self) }
}

extension UInt32: BasicBusType {
    package static var signature: Signature { Signature(unchecked: "u") }
    package init(busValue: Value) throws(BusError) {
        guard case .uint32(let value) = busValue else {
            throw .typeMismatch(expected: Self.signature, received: busValue)
        }
        self = value
    }
    package var busValue: Value { .uint32(self) }
}

extension Int64: BasicBusType {
    package static var signature: Signature { Signature(unchecked: "x") }
    package init(busValue: Value) throws(BusError) {
        guard case .int64(let value) = busValue else {
            throw .typeMismatch(expected: Self.signature, received: busValue)
        }
        self = value
    }
    package var busValue: Value { .int64(self) }
}

extension UInt64: BasicBusType {
    package static var signature: Signature { Signature(unchecked: "t") }
    package init(busValue: Value) throws(BusError) {
        guard case .uint64(let value) = busValue else {
            throw .typeMismatch(expected: Self.signature, received: busValue)
        }
        self = value
    }
    package var busValue: Value { .uint64(self) }
}

extension Double: BasicBusType {
    package static var signature: Signature { Signature(unchecked: "d") }
    package init(busValue: Value) throws(BusError) {
        guard case .double(let value) = busValue else {
            throw .typeMismatch(expected: Self.signature, received: busValue)
        }
        self = value
    }
    package var busValue: Value { .double(self) }
}

extension ObjectPath: BasicBusType {
    package static var signature: Signature { Signature(unchecked: "o") }
    package init(busValue: Value) throws(BusError) {
        guard case .objectPath(let value) = busValue else {
            throw .typeMismatch(expected: Self.signature, received: busValue)
        }
        self = value
    }
    package var busValue: Value { .objectPath(self) }
}

extension Signature: BasicBusType {
    package static var signature: Signature { Signature(unchecked: "g") }
    package init(busValue: Value) throws(BusError) {
        guard case .signature(let value) = busValue else {
            throw .typeMismatch(expected: Self.signature, received: busValue)
        }
        self = value
    }
    package var busValue: Value { .signature(self) }
}
