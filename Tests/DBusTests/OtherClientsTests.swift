import DBus
import EventLoop
import Glibc
import TestSupport
import Testing

/// What the programs people use see of a service.
@Suite(.eventLoop, .enabled(if: PrivateBus.isAvailable, "needs dbus-daemon"), .endsWhenItHangs)
@LoopActor struct OtherClientsTests {
    nonisolated static let busctl = "/usr/bin/busctl"
    nonisolated static let gdbus = "/usr/bin/gdbus"
    nonisolated static let dbusSend = "/usr/bin/dbus-send"
    nonisolated static let xmllint = "/usr/bin/xmllint"

    nonisolated static func has(_ program: String) -> Bool { access(program, X_OK) == 0 }

    @Test(.enabled(if: has(busctl), "needs busctl")) func busctlReadsEverything() async throws {
        let service = try await SampleService()
        let address = "--address=" + service.bus.address
        let tree = try await service.run(Self.busctl, [address, "tree", Sample.name, "--list"])
        #expect(tree.output.contains("/org/example/sample/device/one"))
        let members = try await service.run(
            Self.busctl, [address, "introspect", Sample.name, Sample.device.text, Sample.interface])
        #expect(members.output.contains(".Echo") && members.output.contains(".Changed"))
        #expect(members.output.contains("\"idle\""))
        let echo = try await service.run(
            Self.busctl, [address, "call", Sample.name, Sample.device.text, Sample.interface, "Echo", "s", "hello"])
        #expect(echo.output == "s \"hello\"\n")
        let ports = try await service.run(
            Self.busctl, [address, "get-property", Sample.name, Sample.device.text, Sample.interface, "Ports"])
        #expect(ports.output == "a(ss) 1 \"ttyUSB0\" \"at\"\n")
    }

    @Test(.enabled(if: has(busctl), "needs busctl")) func aDescriptorIsRefused() async throws {
        let service = try await SampleService()
        let answer = try await service.run(
            Self.busctl,
            [
                "--address=" + service.bus.address, "call", Sample.name, Sample.device.text,
                "org.freedesktop.DBus.Properties", "Set", "ssv", Sample.interface, "State", "h", "0",
            ])
        #expect(answer.end == .exited(1))
    }

    private func introspected(_ service: SampleService) async throws -> ProgramRun {
        try await service.run(
            Self.gdbus,
            [
                "introspect", "--address", service.bus.address, "--dest", Sample.name, "--object-path", "/",
                "--recurse",
            ])
    }

    @Test(.enabled(if: has(gdbus), "needs gdbus")) func gdbusReadsEverything() async throws {
        let service = try await SampleService()
        // It waits 3 s for each object and leaves out what comes later, as it may where all tests run at once.
        var all = try await introspected(service)
        for _ in 0..<5 where !all.output.contains("interface \(Sample.interface)") {
            all = try await introspected(service)
        }
        #expect(all.end == .exited(0))
        #expect(all.output.contains("Echo(in  s text,"))
        #expect(all.output.contains("readonly s State = 'idle';"))
        let manager = try await service.run(
            Self.gdbus,
            [
                "call", "--address", service.bus.address, "--dest", Sample.name, "--object-path", Sample.root.text,
                "--method", "org.freedesktop.DBus.ObjectManager.GetManagedObjects",
            ])
        #expect(manager.output.contains("'State': <'idle'>"))
    }

    @Test(.enabled(if: has(dbusSend), "needs dbus-send")) func dbusSendCallsWithAndWithoutAnInterface() async throws {
        let service = try await SampleService()
        func send(_ arguments: String...) async throws -> ProgramRun {
            try await service.run(
                Self.dbusSend, ["--bus=" + service.bus.address, "--print-reply", "--dest=" + Sample.name] + arguments)
        }
        let all = try await send(
            Sample.device.text, "org.freedesktop.DBus.Properties.GetAll", "string:" + Sample.interface)
        #expect(all.output.contains("string \"idle\""))
        let wrong = try await send(Sample.device.text, Sample.interface + ".Echo", "uint32:1")
        #expect(
            wrong.errors.contains(
                "Error org.freedesktop.DBus.Error.InvalidArgs: Expected arguments of type 's', got 'u'"))
    }

    @Test(.enabled(if: has(xmllint), "needs xmllint")) func introspectionDataFollowsTheDTD() async throws {
        let service = try await SampleService()
        for path in [Sample.device, Sample.root, .root] {
            let xml = try await service.client.call(
                StandardInterface.Introspectable.introspect, on: RemoteObject(Sample.name, path))
            let file = service.bus.directory + "/introspection.xml"
            defer { unlink(file) }
            let descriptor = open(file, O_CREAT | O_WRONLY | O_TRUNC, 0o600)
            _ = write(descriptor, xml, xml.utf8.count)
            close(descriptor)
            let dtd = "/usr/share/xml/dbus-1/introspect.dtd"
            let options = access(dtd, R_OK) == 0 ? ["--dtdvalid", dtd] : []
            let check = try await service.run(Self.xmllint, ["--noout", "--nonet"] + options + [file])
            #expect(check.end == .exited(0), "\(check.errors)")
        }
    }
}
