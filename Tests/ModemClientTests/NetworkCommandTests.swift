import DBus
import EventLoop
import Glibc
import ModemAPI
import TestSupport
import Testing

/// `zte-client network` and `zte-client signal` against a service on a bus of its own.
@Suite(.eventLoop, .enabled(if: PrivateBus.isAvailable, "needs dbus-daemon"), .endsWhenItHangs)
@LoopActor struct NetworkCommandTests {
    private func plugged() async throws -> (service: FakeService, stick: FakeStick) {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2")
        stick.set(NetworkInterface.registration, "home")
        stick.set(NetworkInterface.operatorCode, "26802")
        stick.set(NetworkInterface.operatorName, "AT&T@\u{1b}")
        stick.set(NetworkInterface.signalQuality, 61)
        stick.set(NetworkInterface.signalDbm, -75)
        stick.set(NetworkInterface.signalDetail, ["rscp": .double(-86), "ecio": .double(-6.5)])
        stick.set(NetworkInterface.mode, "auto")
        return (service, stick)
    }

    @Test func whatTheNetworkIs() async throws {
        let (service, _) = try await plugged()
        let run = try await RunningClient.run(["network", "show"], bus: service.bus.address)
        #expect(
            run.output == """
                Network
                  Registration  home
                  Operator      AT&T@\\x1b (26802)
                  Mode          auto
                  Signal        61 %, -75 dBm, RSCP -86 dBm, Ec/Io -6.5 dB

                """)
        let json = try await RunningClient.run(["network", "show", "--json"], bus: service.bus.address)
        #expect(json.output.contains(#""Network":{"Mode":"auto","OperatorCode":"26802""#))
    }

    @Test func aScanIsATable() async throws {
        let (service, stick) = try await plugged()
        stick.onScan = { () throws(BusError) in
            [
                [
                    "status": .string("current"), "code": .string("26802"), "name": .string("Net\u{202e}"),
                    "technology": .string("umts"),
                ],
                ["status": .string("forbidden"), "code": .string("26801"), "short-name": .string("TM")],
            ]
        }
        let run = try await RunningClient.run(["network", "scan"], bus: service.bus.address)
        #expect(
            run.output == """
                CODE   NAME       TECHNOLOGY  STATUS
                26802  Net\\u202e  umts        current
                26801  TM         -           forbidden

                """)
        #expect(run.errors.contains("looking for networks"))
        let json = try await RunningClient.run(["network", "scan", "--json"], bus: service.bus.address)
        #expect(json.output.hasPrefix(#"[{"code":"26802","name":"Net\u202e","status":"current""#))
    }

    @Test func aScanThatIsInterruptedEnds() async throws {
        let (service, stick) = try await plugged()
        let gate = Gate()
        stick.onScan = { () throws(BusError) in
            await gate.pass()
            return []
        }
        let client = try RunningClient(["network", "scan"], bus: service.bus.address)
        await client.waitForErrors("looking for networks")
        client.signal(SIGINT)
        #expect(await client.end() == 130)
        #expect(client.errors.contains("the stick stops looking") && client.output.isEmpty)
        gate.open()
    }

    @Test func aNetworkIsChosen() async throws {
        let (service, stick) = try await plugged()
        for arguments in [["26801", "1-1.2"], ["auto"], []] {
            let run = try await RunningClient.run(["network", "register"] + arguments, bus: service.bus.address)
            #expect(run.status == 0 && run.output.hasPrefix("Network\n"))
        }
        #expect(stick.orders == [["register", "26801"], ["register", ""], ["register", ""]])
        for wrong in ["2680", "26801x", "vodafone"] {
            let run = try await RunningClient.run(["network", "register", wrong], bus: service.bus.address)
            #expect(run.status == 2)
        }
    }

    @Test func aModeIsShownAndSet() async throws {
        let (service, _) = try await plugged()
        #expect(try await RunningClient.run(["network", "mode"], bus: service.bus.address).output == "auto\n")
        let set = try await RunningClient.run(["network", "mode", "prefer-3g", "1-1.2"], bus: service.bus.address)
        #expect(set.status == 0 && set.output == "prefer-3g\n")
        let refused = try await RunningClient.run(["network", "mode", "4g"], bus: service.bus.address)
        #expect(refused.status == 1 && refused.errors.contains("no LTE"))
        #expect(try await RunningClient.run(["network", "mode", "5g"], bus: service.bus.address).status == 2)
    }

    @Test func theSignalOnce() async throws {
        let (service, _) = try await plugged()
        let run = try await RunningClient.run(["signal"], bus: service.bus.address)
        #expect(run.output == "61 %, -75 dBm, RSCP -86 dBm, Ec/Io -6.5 dB\n")
    }

    @Test func theSignalIsWatchedLineByLine() async throws {
        let (service, stick) = try await plugged()
        let client = try RunningClient(["signal", "--watch", "--interval", "1", "--json"], bus: service.bus.address)
        await client.waitForOutput(#""SignalDbm":-75"#)
        stick.set(NetworkInterface.signalDbm, -80)
        await client.waitForOutput(#""SignalDbm":-80"#)
        client.signal(SIGINT)
        #expect(await client.end() == 0)
        #expect(stick.orders == [["interval", "1"]])
    }

    @Test func onATerminalItIsDrawnOverItself() async throws {
        let (service, _) = try await plugged()
        let client = try RunningClient(
            ["signal", "-w", "--interval", "1"], bus: service.bus.address, streams: .terminal)
        await client.waitForOutput("1-1.2: 61 %, -75 dBm")
        await client.waitForOutput("\r\u{1b}[17A")
        client.signal(SIGWINCH)
        await client.waitForOutput("\u{1b}[2J\u{1b}[H")
        client.signal(SIGINT)
        #expect(await client.end() == 0)
    }

    @Test func aStickThatLeavesEndsIt() async throws {
        let (service, stick) = try await plugged()
        let client = try RunningClient(["signal", "--watch"], bus: service.bus.address)
        await client.waitForOutput("-75 dBm")
        stick.unplug()
        #expect(await client.end() == 1)
        #expect(client.errors.contains("unplugged"))
    }
}
