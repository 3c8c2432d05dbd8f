import EventLoop
import Glibc
import TestSupport

/// A folder that looks like a machine.
final class FakeMachine {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    var path: String { folder.path }

    func add(_ file: String, _ text: String) throws {
        makeFolders(above: file)
        try folder.write(file, text)
    }

    func link(_ file: String, to target: String) throws {
        makeFolders(above: file)
        try SystemError.checkErrno("symlink", symlink(target, path + "/" + file))
    }

    func add(stick port: String, product: String, vendor: String = "19d2") throws {
        try add("sys/bus/usb/devices/\(port)/idVendor", vendor + "\n")
        try add("sys/bus/usb/devices/\(port)/idProduct", product + "\n")
    }

    private func makeFolders(above file: String) {
        var made = path
        for part in file.split(separator: "/").dropLast() {
            made += "/" + part
            mkdir(made, 0o700)
        }
    }
}
