import DeviceCatalog
import EventLoop
import Glibc
import ModemCore
import TestSupport
import Testing
import UdevMonitor

/// The monitor on a mock sysfs and udev (umockdev). The mock is preloaded, hence a process of its own: this test starts
/// `Tests/Fixtures/mock-udev.py`, which starts the test runner again for the second half, ``inside()``, plugs and unplugs,
/// and compares what that reports.
@Suite(.eventLoop) struct TestbedTests {
    private static let reportVariable = "ZTE_TESTBED_REPORT"
    private static let sourceVariable = "ZTE_TESTBED_SOURCE"
    private static let minutesVariable = "ZTE_TESTBED_MINUTES"
    private static var isInside: Bool { getenv(reportVariable) != nil }
    private static let isInstalled =
        system(
            "umockdev-wrapper /usr/bin/python3 -c 'import gi; gi.require_version(\"UMockdev\", \"1.0\")' 2>/dev/null")
        == 0

    @Test(.enabled(if: !isInside), .enabled(if: isInstalled, "umockdev or its Python binding is not installed"))
    func aStickComesAndGoes() throws {
        let script = #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 } + "/Fixtures/mock-udev.py"
        let command = "timeout -s KILL 30 umockdev-wrapper /usr/bin/python3 '\(script)' /proc/\(getpid())/exe 2>&1"
        let output = try #require(popen(command, "r"))
        var said: [UInt8] = []
        while case let byte = getc(output), byte != EOF { said.append(UInt8(truncatingIfNeeded: byte)) }
        let status = pclose(output)
        #expect(status == 0, "\(String(decoding: said, as: UTF8.self))")
    }

    /// Reports until it is ended from outside.
    @Test(.enabled(if: isInside, "runs within the testbed only")) @LoopActor
    func inside() async throws {
        let report = try #require(getenv(Self.reportVariable).flatMap { Int32(String(cString: $0)) })
        // The mock has no udevd to connect to; any path that exists says that there is one.
        let source = getenv(Self.sourceVariable).map { String(cString: $0) }
        let clock = TestClock()
        let monitor = try UdevMonitor(source: source == "kernel" ? .kernel : .udev, control: "/", clock: clock)
        // What udevd neglects has a timer of its own beside that of the comparison, until it is taken.
        var timers = 2
        var minutes = getenv(Self.minutesVariable).flatMap { Int(String(cString: $0)) } ?? 0
        for await event in monitor.events {
            let line = Self.line(event) + "\n"
            #expect(write(report, line, line.utf8.count) == line.utf8.count)
            guard event == .settled, minutes > 0 else { continue }
            minutes -= 1
            await clock.waitForSleepers(timers)
            timers = 1
            clock.advance(by: .seconds(60))
        }
    }

    @Test(.enabled(if: !isInside)) @LoopActor func withoutUdevdItSaysSo() {
        #expect(throws: UdevError.noDaemon) { try UdevMonitor(control: "/nonexistent/control") }
    }

    private static func line(_ event: DeviceEvent) -> String {
        switch event {
        case .deviceAdded(let device):
            let interfaces = device.interfaces.map { "\($0.number)/\($0.classCode)" }.joined(separator: " ")
            return "+ \(device.identity.physicalPort) \(device.usbID) \(device.node) [\(interfaces)] \(device.product)"
        case .deviceRemoved(let identity): return "- \(identity.physicalPort) \(identity.deviceNumber)"
        case .portAdded(let port):
            return "+ \(port.physicalPort):\(port.interfaceNumber) \(port.path) \(port.driver) \(port.deviceNumber)"
        case .portRemoved(let port): return "- \(port.physicalPort):\(port.interfaceNumber) \(port.path)"
        case .settled: return "settled"
        }
    }
}
