internal import Glibc

/// The one way of a string into libdbus, which ends the process when a string is not UTF-8 or is cut short by a NUL.
///
/// A Swift string is valid UTF-8 by construction, so what is left to repair is NUL: it becomes U+FFFD.
enum OutboundText {
    static func withCString<Result>(_ text: String, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
        let length = text.utf8.count
        let result = text.withCString { pointer in strlen(pointer) == length ? body(pointer) : nil }
        return result ?? repaired(text).withCString(body)
    }

    private static func repaired(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
    }
}

extension Value {
    /// Text from a device or a file: bytes that are not UTF-8 become U+FFFD.
    package static func text(repairing bytes: some Collection<UInt8>) -> Value {
        .string(String(decoding: bytes, as: UTF8.self))
    }
}
