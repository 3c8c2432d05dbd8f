import DBus
import EventLoop
import ModemAPI
import TestSupport
import Testing

/// `zte-client profile` against a service on a bus of its own.
@Suite(.eventLoop, .enabled(if: PrivateBus.isAvailable, "needs dbus-daemon"), .endsWhenItHangs)
@LoopActor struct ProfileCommandTests {
    private func run(
        _ service: FakeService, _ arguments: String..., input: String? = nil
    ) async throws -> (status: Int32, output: String, errors: String) {
        try await RunningClient.run(["profile"] + arguments, bus: service.bus.address, input: input)
    }

    @Test func aProfileComesAndGoes() async throws {
        let service = try await FakeService.start()
        let none = try await run(service, "list")
        #expect(none.status == 0 && none.output == "" && none.errors.contains("profile add"))
        let added = try await run(
            service, "add", "home", "--apn", "internet", "--autoconnect", "--no-roaming", "--route-metric", "7",
            "--sim", "26201", "--stick", "1-1.2", "--password-fd", "3", input: "words\n")
        #expect(added.status == 0 && added.output == "profile home is stored\n" && added.errors == "")
        #expect(
            service.profiles.stored["home"] == [
                "id": .string("home"), "apn": .string("internet"), "autoconnect": .boolean(true),
                "allow-roaming": .boolean(false), "route-metric": .uint32(7), "sim": .string("26201"),
                "modem": .string("1-1.2"), "password": .string("words"),
            ])
        let list = try await run(service, "list")
        #expect(list.output == "ID    AUTOCONNECT  SECRETS\nhome  yes          password\n")
        let shown = try await run(service, "show", "home")
        #expect(shown.output.contains("apn            internet\n") && shown.output.contains("allow-roaming  no\n"))
        #expect(shown.output.contains("secrets        password\n") && !shown.output.contains("words"))
        let json = try await run(service, "show", "home", "--json")
        #expect(json.output.contains(#""secrets":["password"]"#) && !json.output.contains("words"))
        let removed = try await run(service, "delete", "home", "--json")
        #expect(removed.output == #"{"id":"home"}"# + "\n")
        #expect(service.profiles.stored.isEmpty)
    }

    @Test func anEditLeavesTheRest() async throws {
        let service = try await FakeService.start()
        _ = try await run(
            service, "add", "home", "--apn", "internet", "--username", "u", "--autoconnect", "--ip-type", "ipv4v6")
        let edit = try await run(
            service, "edit", "home", "--no-autoconnect", "--peer-dns", "--unset", "username", "--unset", "password",
            "--pin-fd", "3", input: "4711\n")
        #expect(edit.status == 0 && edit.output == "profile home is changed\n" && edit.errors == "")
        #expect(
            service.profiles.stored["home"] == [
                "id": .string("home"), "apn": .string("internet"), "autoconnect": .boolean(false),
                "ip-type": .string("ipv4v6"), "peer-dns": .boolean(true), "password": .string(""),
                "pin": .string("4711"),
            ])
    }

    @Test func errorsOfTheServiceAreSaid() async throws {
        let service = try await FakeService.start()
        _ = try await run(service, "add", "home")
        let twice = try await run(service, "add", "home")
        #expect(twice.status == 1 && twice.errors == "zte-client: There is a profile 'home' already.\n")
        for id in ["other", "../home", "-"] {
            let unknown = try await run(service, "delete", id)
            #expect(unknown.status == 1 && unknown.errors.contains("no profile '\(id)'"), "\(unknown.errors)")
        }
    }

    @Test func aFileIsImported() async throws {
        let service = try await FakeService.start()
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "x.nmconnection", "[connection]\nid=A \u{1b}[2J B\ntype=gsm\n[gsm]\napn=a\npin=4711\nnetwork-id=26201\n")
        let run = try await run(service, "import", file)
        #expect(run.status == 0 && run.output == "profile A_2J_B is stored\n")
        #expect(run.errors.hasPrefix("not carried over: gsm.network-id: "))
        #expect(service.profiles.stored["A_2J_B"]?["pin"] == .string("4711"))
        let renamed = try await self.run(service, "import", file, "--id", "mine")
        #expect(renamed.output == "profile mine is stored\n")
        let broken = try folder.write("broken", "[connection]\ntype\n")
        let failed = try await self.run(service, "import", broken)
        #expect(failed.status == 2 && failed.errors.contains("broken:2: "))
        #expect(try await self.run(service, "import", folder.path + "/none").status == 2)
    }

    @Test func connectNamesAProfile() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2")
        let run = try await RunningClient.run(
            ["connect", "--profile", "home", "--no-roaming"], bus: service.bus.address)
        #expect(run.status == 0)
        #expect(stick.requests == [["profile": .string("home"), "allow-roaming": .boolean(false)]])
    }
}
