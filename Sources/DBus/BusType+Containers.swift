/// A value of any type is a variant.
extension Value: BusType {
    package static var signature: Signature { .variant }
    package init(busValue: Value) throws(BusError) {
        guard case .variant(let value) = busValue else { throw .typeMismatch(expected: .variant, received: busValue) }
        self = value
    }
    package var busValue: Value { .variant(self) }
}

extension Array: BusType where Element: BusType {
    package static var signature: Signature { Signature(unchecked: "a" + Element.signature.text) }

    package init(busValue: Value) throws(BusError) {
        guard case .array(let element, let values) = busValue, element == Element.signature else {
            throw .typeMismatch(expected: Self.signature, received: busValue)
        }
        var elements: [Element] = []
        elements.reserveCapacity(values.count)
        for value in values { elements.append(try Element(busValue: value)) }
        self = elements
    }

    package var busValue: Value { .array(Element.signature, map(\.busValue)) }
}

extension Dictionary: BusType where Key: BasicBusType, Value: BusType {
    package static var signature: Signature {
        Signature(unchecked: "a{" + Key.signature.text + Value.signature.text + "}")
    }

    /// A key that comes twice counts with its last value, as with every other D-Bus library.
    package init(busValue: DBus.Value) throws(BusError) {
        guard case .dictionary(let key, let value, let entries) = busValue, key == Key.signature,
            value == Value.signature
        else { throw .typeMismatch(expected: Self.signature, received: busValue) }
        self.init(minimumCapacity: entries.count)
        for entry in entries { self[try Key(busValue: entry.key)] = try Value(busValue: entry.value) }
    }

    /// In the order of the keys: equal dictionaries are equal values, whatever order their hashes give them.
    package var busValue: DBus.Value {
        let entries = map { DBus.Value.Entry($0.key.busValue, $0.value.busValue) }
        return .dictionary(key: Key.signature, value: Value.signature, entries.sorted { $0.precedes($1) })
    }
}

extension Value.Entry {
    fileprivate func precedes(_ other: Value.Entry) -> Bool {
        switch (key, other.key) {
        case (.string(let left), .string(let right)): left < right
        case (.objectPath(let left), .objectPath(let right)): left.text < right.text
        default: "\(key)" < "\(other.key)"
        }
    }
}

/// A structure such as `(ss)`, with its fields as a tuple.
package struct Structure<each Field: BusType>: BusType {
    package let fields: (repeat each Field)

    package init(_ fields: repeat each Field) { self.fields = (repeat each fields) }

    package static var signature: Signature {
        Signature(unchecked: "(" + TypeList<repeat each Field>.signature.text + ")")
    }

    package init(busValue: Value) throws(BusError) {
        guard case .structure(let values) = busValue else {
            throw .typeMismatch(expected: Self.signature, received: busValue)
        }
        fields = try TypeList<repeat each Field>.decode(values)
    }

    package var busValue: Value { .structure(TypeList<repeat each Field>.encode(repeat each fields)) }
}

/// The arguments of a method or signal, or the fields of a structure: Swift types on one side, values on the other.
struct TypeList<each Item: BusType> {
    private init() {}

    static var signatures: [Signature] {
        var signatures: [Signature] = []
        repeat signatures.append((each Item).signature)
        return signatures
    }

    static var signature: Signature { Signature(unchecked: signatures.map(\.text).joined()) }

    static func encode(_ items: repeat each Item) -> [Value] {
        var values: [Value] = []
        repeat values.append((each items).busValue)
        return values
    }

    /// - Throws: `InvalidArgs` when number or types differ.
    static func decode(_ values: [Value]) throws(BusError) -> (repeat each Item) {
        var rest = values[...]
        func next<T: BusType>(_ type: T.Type) throws(BusError) -> T {
            guard let value = rest.popFirst() else { throw mismatch(values) }
            return try T(busValue: value)
        }
        let items = (repeat try next((each Item).self))
        guard rest.isEmpty else { throw mismatch(values) }
        return items
    }

    private static func mismatch(_ values: [Value]) -> BusError {
        .signatureMismatch(expected: signature.text, received: values.map(\.typeText).joined())
    }
}
