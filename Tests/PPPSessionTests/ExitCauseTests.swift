import EventLoop
import Glibc
import ModemCore
import Testing

@testable import PPPSession

@Suite struct ExitCauseTests {
    @Test(arguments: [
        (0 as Int32, ["LCP terminated by peer", "Connect time 2.0 minutes."], CallError.terminatedByPeer),
        (0, ["Something odd", "Connection terminated."], .failed(status: 0, message: "Something odd")),
        (1, ["Couldn't set tty to PPP discipline: Invalid argument"], .noKernelSupport),
        (
            1, ["Couldn't set tty to PPP discipline: Input/output error"],
            .failed(status: 1, message: "Couldn't set tty to PPP discipline: Input/output error")
        ),
        (
            2, ["/usr/sbin/pppd: In file /proc/self/fd/3: unrecognized option 'x'"],
            .failed(status: 2, message: "/usr/sbin/pppd: In file /proc/self/fd/3: unrecognized option 'x'")
        ),
        (3, [], .notPermitted), (4, ["Couldn't open the /dev/ppp device: No such device"], .noKernelSupport),
        (4, ["Couldn't open the /dev/ppp device: Operation not permitted"], .notPermitted),
        (5, ["Terminating on signal 15"], .failed(status: 5, message: "Terminating on signal 15")),
        (6, ["Device ttyUSB0 is locked by pid 12"], .portUnavailable),
        (7, ["Failed to open /dev/ttyUSB0: Device or resource busy"], .portUnavailable),
        (10, ["LCP: timeout sending Config-Requests", "Connection terminated."], .negotiationFailed),
        (10, ["LCP terminated by peer", "Connection terminated."], .terminatedByPeer),
        (11, [], .authenticationFailed), (15, ["No response to 3 echo-requests"], .peerDead),
        (16, ["Modem hangup"], .hangUp), (16, ["LCP terminated by peer", "Modem hangup"], .terminatedByPeer),
        (17, ["Serial line is looped back."], .negotiationFailed),
        (19, ["PAP authentication failed"], .authenticationFailed),
        (12, [], .failed(status: 12, message: "pppd ended without a word")),
        (
            21, ["Connection terminated.", "Sent 0 bytes, received 0 bytes."],
            .failed(status: 21, message: "pppd ended without a word")
        ),
        (127, ["Fatal signal 11"], .failed(status: 127, message: "Fatal signal 11")),
    ])
    func theStatusAndTheLastWordsSayWhy(status: Int32, messages: [String], error: CallError) {
        #expect(ExitCause(.exited(status), messages: messages, request: .nothing).error == error)
    }

    @Test func aSignalFromElsewhereIsReportedAsAShellWould() {
        let cause = ExitCause(.killed(signal: SIGSEGV), messages: [], request: .nothing)
        #expect(cause.error == .failed(status: 139, message: "pppd was killed by signal 11"))
    }

    @Test(arguments: [ProcessEnd.exited(0), .exited(5), .exited(16), .killed(signal: SIGKILL)])
    func whatWeAskedForComesFirst(end: ProcessEnd) {
        #expect(ExitCause(end, messages: ["Modem hangup"], request: .hangUp).error == nil)
        #expect(ExitCause(end, messages: ["Modem hangup"], request: .startTimeOver).error == .timedOut)
    }
}

@Suite struct CallStateMachineTests {
    typealias Machine = CallSupervisor.StateMachine
    let address = CallAddress(interface: "ppp0", address: "10.1.2.3", peer: "10.64.64.64", dns: [])
    let other = CallAddress(interface: "ppp0", address: "10.9.9.9", peer: "10.64.64.64", dns: [])

    @Test func theAddressIsPublishedOnce() {
        var machine = Machine()
        #expect(machine.reported(nil) == .none)
        #expect(machine.reported(address) == .publish(address))
        #expect(machine.reported(address) == .none)
        #expect(machine.reported(nil) == .none)
        #expect(machine.startTimeOver() == .none)
        #expect(machine.processEnded(.exited(16), messages: []) == .finish(.hangUp))
        #expect(machine.isEnded)
    }

    @Test func anotherAddressEndsTheCall() {
        var machine = Machine()
        _ = machine.reported(address)
        #expect(machine.reported(other) == .terminate)
        #expect(machine.reported(address) == .none)
        let end = machine.processEnded(.exited(5), messages: [])
        #expect(end == .finish(.failed(status: 5, message: "the network changed the address")))
    }

    @Test func noAddressInTimeEndsTheCallAndALateOneIsIgnored() {
        var machine = Machine()
        #expect(machine.startTimeOver() == .terminate)
        #expect(machine.reported(address) == .none)
        #expect(machine.hangUp() == .none)
        #expect(machine.processEnded(.killed(signal: SIGKILL), messages: []) == .finish(.timedOut))
    }

    @Test func hangingUpIsAskedOnce() {
        var machine = Machine()
        #expect(machine.hangUp() == .terminate)
        #expect(machine.hangUp() == .none)
        #expect(machine.processEnded(.exited(5), messages: []) == .finish(nil))
        #expect(machine.hangUp() == .none)
        #expect(machine.processEnded(.exited(5), messages: []) == .none)
    }
}
