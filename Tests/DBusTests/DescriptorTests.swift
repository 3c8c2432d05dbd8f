import CDBus
import Glibc
import Testing

@testable import DBus

/// File descriptors in messages.
struct DescriptorTests {
    @Test func oneInAReplyIsOpenForAsLongAsItIsHeld() throws {
        let pipe = try Pipe()
        var values = try MessageReader.values(
            of: try message(carrying: [pipe.writer]), limit: 1024, takesDescriptors: true)
        pipe.closeWriter()
        // The message is gone, and the descriptor it carried with it.
        #expect(!pipe.isHungUp)
        let descriptor = try TypeList<ReceivedDescriptor>.decode(values)
        #expect(fcntl(descriptor.number, F_GETFD) & FD_CLOEXEC != 0)
        values = []
        #expect(!pipe.isHungUp)
        withExtendedLifetime(descriptor) {}
    }

    @Test func itClosesWithTheLastWhoHoldsIt() throws {
        let pipe = try Pipe()
        do {
            let values = try MessageReader.values(
                of: try message(carrying: [pipe.writer]), limit: 1024, takesDescriptors: true)
            pipe.closeWriter()
            #expect(values.count == 1 && !pipe.isHungUp)
        }
        #expect(pipe.isHungUp)
    }

    @Test func whatDoesNotFitClosesThemAll() throws {
        let pipe = try Pipe()
        let message = try message(carrying: [pipe.writer, pipe.writer])
        pipe.closeWriter()
        let values = try MessageReader.values(of: message, limit: 1024, takesDescriptors: true)
        #expect(values.count == 2 && values.first != values.last)
        #expect(throws: BusError.self) { try TypeList<String, ReceivedDescriptor>.decode(values) }
        #expect(throws: BusError.self) { try MessageReader.values(of: message, limit: 10, takesDescriptors: true) }
    }

    @Test func whoHasNotAskedForThemGetsNone() throws {
        let pipe = try Pipe()
        let message = try message(carrying: [pipe.writer])
        let bringsDescriptors = message.bringsDescriptors
        #expect(bringsDescriptors)
        do throws(BusError) {
            _ = try MessageReader.values(of: message, limit: 1024)
            Issue.record("it was read")
        } catch {
            #expect(error.name == BusError.Name.notSupported)
        }
    }

    @Test func noneIsSent() throws {
        let pipe = try Pipe()
        let values = try MessageReader.values(
            of: try message(carrying: [pipe.writer]), limit: 1024, takesDescriptors: true)
        #expect(values.map(\.typeText) == ["h"])
        let message = try Message.reply()
        #expect(throws: BusError.descriptorsNotSent) { try message.append(values) }
        #expect(throws: BusError.descriptorsNotSent) { try message.append([.variant(values[0])]) }
    }

    private func message(carrying descriptors: [Int32]) throws -> Message {
        let message = try Message.reply()
        var iterator = DBusMessageIter()
        dbus_message_iter_init_append(message.raw, &iterator)
        for var descriptor in descriptors {
            let isAppended = dbus_message_iter_append_basic(&iterator, Int32(TypeCode.descriptor.rawValue), &descriptor)
            try #require(isAppended != 0)
        }
        return message
    }

    /// Its reader sees when nobody has the writer any more.
    private final class Pipe {
        let reader: Int32
        private(set) var writer: Int32

        init() throws {
            var ends: [Int32] = [-1, -1]
            try #require(Glibc.pipe(&ends) == 0)
            (reader, writer) = (ends[0], ends[1])
        }

        func closeWriter() {
            if writer >= 0 { close(writer) }
            writer = -1
        }

        var isHungUp: Bool {
            var state = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
            return poll(&state, 1, 0) == 1 && Int32(state.revents) & POLLHUP != 0
        }

        deinit {
            closeWriter()
            close(reader)
        }
    }
}
