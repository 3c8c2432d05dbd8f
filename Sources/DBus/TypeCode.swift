/// The codes of the D-Bus specification, as they stand in signatures and as libdbus names them.
enum TypeCode: UInt8, Sendable {
    case byte = 0x79  // y
    case boolean = 0x62  // b
    case int16 = 0x6e  // n
    case uint16 = 0x71  // q
    case int32 = 0x69  // i
    case uint32 = 0x75  // u
    case int64 = 0x78  // x
    case uint64 = 0x74  // t
    case double = 0x64  // d
    case string = 0x73  // s
    case objectPath = 0x6f  // o
    case signature = 0x67  // g
    case descriptor = 0x68  // h
    case array = 0x61  // a
    case variant = 0x76  // v
    case structure = 0x72  // r, written as parentheses
    case dictionaryEntry = 0x65  // e, written as braces

    /// Allowed as the key of a dictionary.
    var isBasic: Bool {
        switch self {
        case .byte, .boolean, .int16, .uint16, .int32, .uint32, .int64, .uint64, .double, .string, .objectPath,
            .signature, .descriptor:
            true
        case .array, .variant, .structure, .dictionaryEntry: false
        }
    }

    /// The letter of a basic type or a variant; a container has none without its content.
    var letter: String? {
        switch self {
        case .byte: "y"
        case .boolean: "b"
        case .int16: "n"
        case .uint16: "q"
        case .int32: "i"
        case .uint32: "u"
        case .int64: "x"
        case .uint64: "t"
        case .double: "d"
        case .string: "s"
        case .objectPath: "o"
        case .signature: "g"
        case .descriptor: "h"
        case .variant: "v"
        case .array, .structure, .dictionaryEntry: nil
        }
    }
}
