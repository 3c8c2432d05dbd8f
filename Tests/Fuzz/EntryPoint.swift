import Glibc

/// Chosen by the environment: one program for all, since most of it is the same.
private let target: FuzzTarget = {
    guard let name = getenv("ZTE_FUZZ_TARGET"), let target = FuzzTarget(rawValue: String(cString: name)) else {
        fatalError("ZTE_FUZZ_TARGET is none of \(FuzzTarget.allCases.map(\.rawValue).joined(separator: " "))")
    }
    return target
}()

/// What libFuzzer calls.
@_cdecl("LLVMFuzzerTestOneInput") func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    target.take(Array(UnsafeBufferPointer(start: data, count: size)))
    return 0
}
