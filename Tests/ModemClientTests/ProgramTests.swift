import DBus
import EventLoop
import ModemAPI
import TestSupport
import Testing

/// The built program against a service on a bus of its own.
@Suite(.eventLoop, .enabled(if: PrivateBus.isAvailable, "needs dbus-daemon"), .endsWhenItHangs)
@LoopActor struct ProgramTests {
    @Test func listAndShowPrintWhatThereIs() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2")
        stick.set(ModemInterface.model, "MF622")
        stick.set(NetworkInterface.operatorName, "evil\u{1b}[2J\u{202e}")
        let address = service.bus.address

        let list = try await RunningClient.run(["list"], bus: address)
        #expect(list.status == 0 && list.errors == "")
        #expect(
            list.output == """
                #  PORT   STICK  USB ID     STATE       NETWORK            SIGNAL
                1  1-1.2  MF622  19d2:0001  registered  evil\\x1b[2J\\u202e  -

                """)
        let show = try await RunningClient.run(["show", "19d2:0001"], bus: address)
        #expect(show.status == 0 && show.output.contains("\nDevice\n  Stick     MF622\n"))
        let json = try await RunningClient.run(["show", "--json"], bus: address)
        #expect(json.output.hasPrefix(#"{"path":"/org/ztemodem1/modem/usb1_1_2","#) && json.output.hasSuffix("}\n"))
        #expect(json.output.contains(#""OperatorName":"evil\u001b[2J\u202e""#))
        let all = try await RunningClient.run(["list", "--json"], bus: address)
        #expect(all.output == "[" + json.output.dropLast() + "]\n")
    }

    @Test func withoutAStickListIsEmptyAndTheRestFails() async throws {
        let service = try await FakeService.start()
        let list = try await RunningClient.run(["list"], bus: service.bus.address)
        #expect(list.status == 0 && list.output == "" && list.errors == "no stick is plugged in\n")
        #expect(try await RunningClient.run(["list", "--json"], bus: service.bus.address).output == "[]\n")
        for verb in ["show", "switch", "connect", "disconnect"] {
            let run = try await RunningClient.run([verb], bus: service.bus.address)
            #expect(run.status == 3 && run.output == "" && run.errors == "zte-client: no stick is plugged in\n")
        }
    }

    @Test func ofTwoSticksOneMustBeNamed() async throws {
        let service = try await FakeService.start()
        _ = try service.plug("1-1")
        let second = try service.plug("1-2")
        second.set(ModemInterface.equipmentIdentifier, "356938035643809")
        let unclear = try await RunningClient.run(["show"], bus: service.bus.address)
        #expect(unclear.status == 3)
        #expect(unclear.errors.contains("1-1 (19d2:0001), 1-2 (19d2:0001)"))
        let clear = try await RunningClient.run(["show", "356938035643809"], bus: service.bus.address)
        #expect(clear.status == 0 && clear.output.contains("usb1_2"))
    }

    @Test(arguments: [
        (["on"], "on", "1-1 has its radio on\n"), (["off"], "off", "1-1 has its radio off\n"),
        (["reset"], "modem", "1-1 starts anew\n"), (["reset", "--radio"], "radio", "1-1 has started its radio anew\n"),
    ]) func theRadioAndTheStickAreSwitched(words: [String], asked: String, output: String) async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1")
        let run = try await RunningClient.run(["power"] + words, bus: service.bus.address)
        #expect(run.status == 0 && run.output == output)
        #expect(stick.functions == [asked])
    }

    // MARK: Long actions

    @Test func connectShowsItsProgressAndPrintsTheAddress() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2", state: "storage")
        let called = Gate()
        let seen = Gate()
        stick.onConnect = { _ throws(BusError) in
            called.open()
            await seen.pass()
            return FakeStick.address
        }
        let client = try RunningClient(
            [
                "connect", "--apn", "internet", "--auth", "pap", "--no-roaming", "--route-metric", "50",
                "--no-peer-dns", "--ip-type", "ipv4v6",
                "--password-fd", "3", "--username", "me",
            ], bus: service.bus.address, input: "secret\n")
        await called.pass()
        for (state, words) in [
            ("switching", "switching from CD-ROM to modem"), ("settling", "waiting for the serial ports"),
            ("probing", "looking for the port"), ("enabling", "reading SIM"), ("searching", "looking for a network"),
            ("registered", "registered"), ("connecting", "connecting"), ("connected", "connected"),
        ] {
            stick.go(state)
            await client.waitForErrors("  1-1.2: " + words)
        }
        seen.open()
        #expect(await client.end() == 0)
        #expect(client.output == "connected: ppp0 10.64.11.7, peer 10.64.64.64, DNS 192.0.2.1, 192.0.2.2\n")
        #expect(client.errors.split(separator: "\n").count == 9)
        #expect(client.errors.contains(" s  1-1.2: is a CD-ROM\n"))
        let settings = try #require(stick.requests.first).mapValues(\.unwrapped)
        #expect(
            settings == [
                "apn": .string("internet"), "auth": .string("pap"), "allow-roaming": .boolean(false),
                "route-metric": .uint32(50), "peer-dns": .boolean(false), "password": .string("secret"),
                "username": .string("me"), "ip-type": .string("ipv4v6"),
            ])
    }

    @Test func connectAsJSON() async throws {
        let service = try await FakeService.start()
        _ = try service.plug("1-1.2")
        let run = try await RunningClient.run(["connect", "--json"], bus: service.bus.address)
        #expect(run.status == 0)
        #expect(
            run.output == #"{"address":"10.64.11.7","dns":["192.0.2.1","192.0.2.2"],"interface":"ppp0","#
                + #""path":"/org/ztemodem1/modem/usb1_1_2","peer":"10.64.64.64"}"# + "\n")
    }

    @Test func aPasswordIsNotInTheArgumentsOfAnything() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2")
        let called = Gate()
        let go = Gate()
        stick.onConnect = { _ throws(BusError) in
            called.open()
            await go.pass()
            return FakeStick.address
        }
        let client = try RunningClient(["connect", "--pin-fd", "3"], bus: service.bus.address, input: "4711")
        await called.pass()
        for file in ["cmdline", "environ"] {
            let text = try #require(FileText.read("/proc/\(client.processIdentifier)/\(file)"))
            #expect(text.contains(file == "cmdline" ? "--pin-fd" : "TZ=UTC"))
            #expect(!text.contains("4711"))
        }
        go.open()
        #expect(await client.end() == 0)
        #expect(stick.requests.first?["pin"]?.unwrapped == .string("4711"))
    }

    @Test func switchAndDisconnect() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2", state: "storage")
        stick.set(ModemInterface.usbID, "19d2:2000")
        stick.onSwitch = { [unowned stick] () throws(BusError) in
            stick.set(ModemInterface.usbID, "19d2:0001")
            stick.go("registered")
        }
        let run = try await RunningClient.run(["switch", "1"], bus: service.bus.address)
        #expect(run.status == 0 && run.output == "1-1.2 is a modem (19d2:0001)\n")
        let json = try await RunningClient.run(["switch", "--json"], bus: service.bus.address)
        #expect(json.status == 0 && json.output.contains(#""State":"registered""#))
        let end = try await RunningClient.run(["disconnect"], bus: service.bus.address)
        #expect(end.status == 0 && end.output == "1-1.2 is not connected\n")
    }

    // MARK: Failures

    @Test(arguments: [
        (ErrorName.dialFailed, Int32(1)), (.simLocked, 1), (.switchFailed, 1), (.notAuthorized, 5), (.timeout, 6),
        (.invalidArguments, 2),
    ])
    func anErrorOfTheServiceIsAnExitStatus(name: ErrorName, status: Int32) async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2")
        stick.onConnect = { _ throws(BusError) in throw name("It is so\u{1b}; do that.") }
        let run = try await RunningClient.run(["connect"], bus: service.bus.address)
        #expect(run.status == status && run.output == "")
        #expect(run.errors.hasSuffix("zte-client: It is so\\x1b; do that.\n"))
    }

    @Test func aStickThatLeavesEndsConnect() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2")
        let never = Gate()
        stick.onConnect = { [unowned stick] _ throws(BusError) in
            stick.unplug()
            await never.pass()
            return [:]
        }
        let run = try await RunningClient.run(["connect"], bus: service.bus.address)
        #expect(run.status == 1 && run.errors.hasSuffix("zte-client: The stick was unplugged.\n"))
        never.open()
    }

    @Test func aServiceThatDiesEndsConnect() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2")
        let called = Gate()
        let never = Gate()
        stick.onConnect = { _ throws(BusError) in
            called.open()
            await never.pass()
            return [:]
        }
        let client = try RunningClient(["connect"], bus: service.bus.address)
        await called.pass()
        service.die()
        #expect(await client.end() == 4)
        #expect(client.errors.contains("zte-client: zte-modemd ended before it was done"))
        never.open()
    }

    @Test func aServiceThatIsSlowEndsWithTheLimit() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2")
        let never = Gate()
        stick.onDisconnect = { () throws(BusError) in await never.pass() }
        let run = try await RunningClient.run(["disconnect", "--timeout", "1"], bus: service.bus.address)
        #expect(run.status == 6 && run.errors.contains("zte-client: no answer within the time limit"))
        never.open()
    }

    @Test func withoutAServiceItSaysSo() async throws {
        let bus = try await PrivateBus.start()
        for verb in ["list", "connect", "monitor"] {
            let run = try await RunningClient.run([verb], bus: bus.address)
            #expect(run.status == 4 && run.output == "")
            #expect(
                run.errors == "zte-client: zte-modemd is not running; start it with systemctl start zte-modemd\n")
        }
        let none = try await RunningClient.run(["list"], bus: "unix:path=/nonexistent/bus")
        #expect(none.status == 4 && none.errors.hasPrefix("zte-client: no connection to the bus: "))
    }

    @Test func whoMayNotIsToldSo() async throws {
        let service = try await FakeService.start(
            policy: """
                <policy context="default">
                  <allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/>
                  <deny send_destination="org.ztemodem1" send_type="method_call"/>
                </policy>
                """)
        let run = try await RunningClient.run(["list"], bus: service.bus.address)
        #expect(run.status == 5)
        #expect(run.errors.hasPrefix("zte-client: not allowed: the bus does not let you call this service\n"))
    }

    @Test(arguments: [
        ["frob"], ["show", "1", "2"], ["connect", "--auth", "md5"], ["connect", "--timeout", "0"],
        ["connect", "--password", "secret"], ["connect", "--pin", "1234"], ["connect", "--route-metric", "-1"],
        ["connect", "--pin-fd", "3", "--pin-file", "x"], ["connect", "--password-file", "/nonexistent"],
        ["sim", "pin", "on", "--pin-fd", "3", "--pin-file", "x"], ["sim", "pin", "on", "1234", "x"],
        ["sim", "puk"],
        ["at"], ["at", "AT", "--timeout", "121"], ["signal", "--watch", "--interval", "0"],
        ["connect", "--password-fd", "77"], ["connect", "--no-default-route", "--route-metric", "1"],
    ])
    func wrongUsageIsTwo(arguments: [String]) async throws {
        let run = try await RunningClient.run(arguments, bus: "unix:path=/nonexistent/bus")
        #expect(run.status == 2 && run.output == "" && !run.errors.isEmpty)
    }

    @Test func helpIsNoError() async throws {
        let run = try await RunningClient.run(["--help"], bus: "")
        #expect(run.status == 0 && run.errors == "" && run.output.contains("  4   zte-modemd is not running"))
        #expect(!run.output.contains("--bus"))
    }

    @Test func versionIsNoError() async throws {
        let run = try await RunningClient.run(["--version"], bus: "")
        #expect(run.status == 0 && run.errors == "")
        #expect(run.output.wholeMatch(of: /zte-client \d+\.\d+\.\d+\n/) != nil)
    }
}
