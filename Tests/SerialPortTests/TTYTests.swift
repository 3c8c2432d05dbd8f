import CPosix
import EventLoop
import Glibc
import ModemCore
import SerialPort
import TestSupport
import Testing

@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct TTYTests {
    private let clock = TestClock()

    private func open(_ stick: PseudoTerminal) async throws -> any SerialPort {
        try await TTYOpener(clock: clock).open(stick.port())
    }

    // MARK: Both ways

    @Test func bytesGoBothWaysUnchanged() async throws {
        let stick = try PseudoTerminal()
        let port = try await open(stick)
        #expect(port.name == stick.port().node)
        try await port.write(Array("AT\r".utf8))
        #expect(try await readBytes(3, from: stick.master) == Array("AT\r".utf8))
        // Raw: no echo, no translation of CR and NL, no special characters.
        let answer = "\r\nOK\r\n\u{3}\u{11}\u{13}\u{4}\u{7f}"
        stick.say(answer)
        let heard = await collect(answer.utf8.count, from: port.incoming)
        #expect(heard == answer)
        await port.close()
    }

    @Test func whatDoesNotFitIsWrittenWhenThereIsRoomAndInOrder() async throws {
        let stick = try PseudoTerminal()
        let port = try await open(stick)
        let first = Task { @LoopActor in try await port.write(Array(repeating: UInt8(ascii: "a"), count: 200_000)) }
        await clock.waitForSleepers()
        let second = Task { @LoopActor in try await port.write(Array(repeating: UInt8(ascii: "b"), count: 1000)) }
        await clock.waitForSleepers(2)
        let bytes = try await readBytes(201_000, from: stick.master)
        try await first.value
        try await second.value
        #expect(bytes.count == 201_000)
        #expect(bytes.firstIndex(of: UInt8(ascii: "b")) == 200_000)
        #expect(clock.sleeperCount == 0)
        await port.close()
    }

    @Test func aStickThatTakesNothingEndsTheWriteAfterTenSeconds() async throws {
        let stick = try PseudoTerminal()
        let port = try await open(stick)
        let write = Task { @LoopActor in try await port.write(Array(repeating: 0x55, count: 200_000)) }
        await clock.waitForSleepers()
        clock.advance(by: .seconds(10))
        await #expect(throws: SerialError.timedOut) { try await write.value }
        await port.close()
    }

    @Test func bytesThatNobodyFetchesStayInTheKernel() async throws {
        let stick = try PseudoTerminal()
        let port = try await open(stick)
        // Far more than the queue and the kernel hold together.
        let block = [UInt8](repeating: UInt8(ascii: "x"), count: 4096)
        var sent = 0
        var turnsWithoutProgress = 0
        while turnsWithoutProgress < 100, sent < 4 << 20 {
            let count = write(stick.master, block, block.count)
            sent += max(count, 0)
            turnsWithoutProgress = count > 0 ? 0 : turnsWithoutProgress + 1
            await Task { @LoopActor in }.value
        }
        #expect(sent >= 64 * 1024)
        #expect(sent < 1 << 20)
        let heard = await collect(sent, from: port.incoming)
        #expect(heard.utf8.count == sent)
        await port.close()
    }

    // MARK: The end

    @Test func hangingUpEndsReadingAndWriting() async throws {
        let stick = try PseudoTerminal()
        let port = try await open(stick)
        let blocked = Task { @LoopActor in try await port.write(Array(repeating: 0x55, count: 200_000)) }
        await clock.waitForSleepers()
        stick.hangUp()
        for await _ in port.incoming {}
        await #expect(throws: SerialError.gone) { try await blocked.value }
        await #expect(throws: SerialError.gone) { try await port.write([0x41]) }
        await #expect(throws: SerialError.gone) { try await port.lend() }
        await #expect(throws: SerialError.gone) { try await port.takeBack() }
        await port.close()
    }

    @Test func closingEndsEverythingAndMayBeRepeated() async throws {
        let stick = try PseudoTerminal()
        let port = try await open(stick)
        let blocked = Task { @LoopActor in try await port.write(Array(repeating: 0x55, count: 200_000)) }
        let reading = Task { @LoopActor in await collect(1, from: port.incoming) }
        await clock.waitForSleepers()
        await port.close()
        await port.close()
        await #expect(throws: SerialError.gone) { try await blocked.value }
        #expect(await reading.value == "")
        await #expect(throws: SerialError.gone) { try await port.write([0x41]) }
        #expect(stick.holders == 0)
    }

    @Test func aConsumerThatIsCancelledStopsWaiting() async throws {
        let stick = try PseudoTerminal()
        let port = try await open(stick)
        let reading = Task { @LoopActor in await collect(1, from: port.incoming) }
        await Task { @LoopActor in }.value
        reading.cancel()
        #expect(await reading.value == "")
        await port.close()
    }

    @Test func nothingStaysOpenOrWatched() async throws {
        let stick = try PseudoTerminal()
        let before = EventLoop.main.watchCount
        for _ in 0..<100 {
            do {
                await (try await open(stick)).close()
            } catch SerialError.busy {
                // A child of another suite has it from its fork to its exec.
                await Task.yield()
            }
        }
        #expect(stick.holders == 0)
        // Other suites share the loop and may watch a few descriptors more.
        #expect(EventLoop.main.watchCount < before + 50)
    }

    /// Within the time limit of the suite.
    private func until(_ condition: @LoopActor () -> Bool) async throws {
        while !condition() { try await LoopClock.monotonic.sleep(for: .milliseconds(1)) }
    }

    @Test func aPortThatIsDroppedIsClosed() async throws {
        let stick = try PseudoTerminal()
        var port: (any SerialPort)? = try await open(stick)
        #expect(port != nil)
        #expect(stick.holders == 1)
        port = nil
        try await until { stick.holders == 0 }
    }

    @Test func aPortThatIsDroppedEndsItsReader() async throws {
        let stick = try PseudoTerminal()
        var port: (any SerialPort)? = try await open(stick)
        let incoming = try #require(port?.incoming)
        let reading = Task { @LoopActor in await collect(1, from: incoming) }
        for _ in 1...5 { await Task.yield() }
        port = nil
        #expect(await reading.value == "")
    }

    @Test func aLentPortThatIsDroppedLeavesTheBorrowersBytes() async throws {
        let stick = try PseudoTerminal()
        var port: (any SerialPort)? = try await open(stick)
        try await port?.lend()
        let borrower = try stick.borrow()
        stick.say("~PPP~")
        port = nil
        try await until { stick.holders == 1 }
        #expect(try await readBytes(5, from: borrower.descriptor) == Array("~PPP~".utf8))
    }

    @Test func aFloodIsReadInSmallPortions() async throws {
        let stick = try PseudoTerminal()
        let port = try await open(stick)
        let line = "+ZUSIMR:2\r\n"
        let block = Array(String(repeating: line, count: 16 * 1024 / line.utf8.count).utf8)
        let flooding = Task { @LoopActor in
            var sent = 0
            while sent < 1 << 20, !Task.isCancelled {
                sent += max(write(stick.master, block, block.count), 0)
                await Task.yield()
            }
        }
        var total = 0
        var longest = 0
        for await chunk in port.incoming {
            longest = max(longest, chunk.count)
            total += chunk.count
            if total >= 1 << 20 { break }
        }
        flooding.cancel()
        await flooding.value
        #expect(longest <= 4096)
        await port.close()
    }

    // MARK: Lending

    @Test func aLentPortLeavesTheBytesToTheBorrower() async throws {
        let stick = try PseudoTerminal()
        let port = try await open(stick)
        let before = port.incoming
        stick.say("CONNECT\r\n")
        let heard = await collect(9, from: before)
        #expect(heard == "CONNECT\r\n")
        try await port.lend()
        #expect(stick.holders == 1, "the descriptor stays open so that DTR stays up")
        for await _ in before {}
        await #expect(throws: SerialError.busy) { try await port.write([0x41]) }
        let borrower = try stick.borrow()
        stick.say("~PPP~")
        #expect(try await readBytes(5, from: borrower.descriptor) == Array("~PPP~".utf8))
        await port.close()
    }

    @Test func aPortThatIsTakenBackStartsClean() async throws {
        let stick = try PseudoTerminal()
        let port = try await open(stick)
        try await port.lend()
        // What the borrower left unread, and its settings, are gone.
        stick.say("~rest of a frame")
        var settings = termios()
        let borrower = try stick.borrow()
        try SystemError.checkErrno("tcgetattr", tcgetattr(borrower.descriptor, &settings))
        settings.c_lflag |= tcflag_t(ECHO | ICANON)
        try SystemError.checkErrno("tcsetattr", tcsetattr(borrower.descriptor, TCSANOW, &settings))
        try await port.takeBack()
        #expect(cposix_tty_is_exclusive(borrower.descriptor) == 1)
        stick.say("\r\nOK\r\n")
        let heard = await collect(6, from: port.incoming)
        #expect(heard == "\r\nOK\r\n")
        await port.close()
    }

    @Test func aHangUpWhileLentIsNoticed() async throws {
        let stick = try PseudoTerminal()
        let port = try await open(stick)
        try await port.lend()
        stick.hangUp()
        await #expect(throws: SerialError.gone) { try await port.takeBack() }
        await port.close()
    }

    @Test func lendingAndTakingBackTwiceIsNoHarm() async throws {
        let stick = try PseudoTerminal()
        let port = try await open(stick)
        try await port.lend()
        try await port.lend()
        try await port.takeBack()
        try await port.takeBack()
        stick.say("OK")
        let heard = await collect(2, from: port.incoming)
        #expect(heard == "OK")
        await port.close()
    }

    @Test func closingWhileLentLeavesTheBorrowersBytes() async throws {
        let stick = try PseudoTerminal()
        let port = try await open(stick)
        try await port.lend()
        let borrower = try stick.borrow()
        stick.say("~PPP~")
        await port.close()
        #expect(try await readBytes(5, from: borrower.descriptor) == Array("~PPP~".utf8))
    }
}
