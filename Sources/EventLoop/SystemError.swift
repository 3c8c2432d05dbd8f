internal import Glibc

/// A failed system call: which one, and `errno`.
package struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
    package let call: String
    package let code: Int32

    package init(call: String, code: Int32) {
        self.call = call
        self.code = code
    }

    /// Turns the `-errno` convention of CPosix into a throw; returns non-negative results unchanged.
    @discardableResult
    package static func check(_ call: String, _ result: Int32) throws(SystemError) -> Int32 {
        if result < 0 { throw SystemError(call: call, code: -result) }
        return result
    }

    /// The same for calls that answer -1 and set `errno`.
    @discardableResult
    package static func checkErrno<Value: SignedInteger>(_ call: String, _ result: Value) throws(SystemError) -> Value {
        if result < 0 { throw SystemError(call: call, code: errno) }
        return result
    }

    package var description: String { "\(call): \(String(cString: strerror(code)))" }
}
