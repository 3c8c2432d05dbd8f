import EventLoop
import ModemClient
import TestSupport
import Testing

@Suite struct RemoteHostTests {
    @Test(arguments: [
        ("gateway", "argv2=--,argv3=gateway,argv4=systemd-stdio-bridge"),
        ("anna@gw-1.example.org", "argv2=--,argv3=anna%40gw-1.example.org,argv4=systemd-stdio-bridge"),
        ("gateway:2222", "argv2=-p,argv3=2222,argv4=--,argv5=gateway,argv6=systemd-stdio-bridge"),
        ("192.0.2.1", "argv2=--,argv3=192.0.2.1,argv4=systemd-stdio-bridge"),
        ("a@[2001:db8::1]:22", "argv2=-p,argv3=22,argv4=--,argv5=a%402001%3adb8%3a%3a1,argv6=systemd-stdio-bridge"),
        ("[fe80::1%eth0]", "argv2=--,argv3=fe80%3a%3a1%25eth0,argv4=systemd-stdio-bridge"),
    ])
    func aHostIsAnAddress(text: String, arguments: String) throws {
        let host = try #require(RemoteHost(text))
        #expect(host.busAddress == "unixexec:path=ssh,argv1=-xT," + arguments)
        #expect(host.text == text)
    }

    @Test(arguments: [
        "", "@", "a@", "@gateway", "-oProxyCommand=id", "a@-oProxyCommand=id", "-l@gateway", "gate way", "gateway:",
        "gateway:0",
        "gateway:65536", "gateway:2x", "gateway:-1", "gateway;unix:path=/x", "gateway,argv9=x", "gateway\nx", "a@b@c",
        "gateway/x", "$(id)", "[::1", "[]", "[::1]x", "[gateway]", "[::1%]", "[-::1]", "2001:db8::1", "gäteway",
        "\u{202e}gateway", "gateway\0", String(repeating: "a", count: 256),
    ])
    func whatIsNoHostIsRefused(text: String) { #expect(RemoteHost(text) == nil) }
}

@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct RemoteHostOptionTests {
    @Test(arguments: ["--host=-oProxyCommand=touch /tmp/x", "--host=a b", "--host="])
    func theProgramRefusesThemToo(option: String) async throws {
        let run = try await ProgramRun.run(RunningClient.program, ["list", option])
        #expect(run.end == .exited(2))
    }

    @Test func hostAndBusExcludeEachOther() async throws {
        let run = try await ProgramRun.run(
            RunningClient.program, ["list", "--host", "gateway", "--bus", "unix:path=/x"])
        #expect(run.end == .exited(2))
    }
}
