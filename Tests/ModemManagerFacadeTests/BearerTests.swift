import DBus
import Testing

@testable import ModemCore
@testable import ModemManagerFacade

/// What clients may want of a connection, and what it then says of itself.
struct BearerTests {
    private func failure(_ settings: [String: Value]) -> String? {
        do throws(BusError) {
            _ = try BearerSettings(bus: settings)
            return nil
        } catch {
            return error.name.replacing("org.freedesktop.ModemManager1.Error.", with: "")
        }
    }

    @Test func whatNetworkManagerSaysIsUnderstood() throws {
        let settings = try BearerSettings(bus: [
            "apn": .string("internet"), "user": .string("web"), "password": .string("secret"),
            "allowed-auth": .uint32(2), "ip-type": .uint32(1), "allow-roaming": .boolean(false),
            "number": .string("*99#"), "pin": .string("1234"), "operator-id": .string("26801"),
            "profile-id": .int32(-1), "profile-source": .uint32(0), "profile-enabled": .boolean(true),
        ])
        #expect(settings.call.accessPoint == (try AccessPointName("internet")))
        #expect(settings.call.username?.text == "web" && settings.call.password?.text == "secret")
        #expect(settings.call.authentication == .pap && settings.call.ipType == .ipv4)
        #expect(!settings.call.allowRoaming && settings.call.pin?.digits == "1234")
        #expect(settings.network?.digits == "26801")
    }

    @Test func routesAndNameServersAreLeftToTheClient() throws {
        let call = try BearerSettings(bus: [:]).call
        #expect(!call.defaultRoute && call.peerDNS && call.reportsDNSOnly)
        #expect(
            try BearerSettings(bus: ["apn": .string(""), "user": .string(""), "password": .string("")]).call == call)
    }

    @Test func secretsAreNotShown() throws {
        let settings = try BearerSettings(bus: [
            "apn": .variant(.string("internet")), "password": .string("secret"), "pin": .string("1234"),
        ])
        #expect(settings.shown == ["apn": .string("internet")])
    }

    @Test func whatCannotBeIsRefused() {
        #expect(failure(["ip-type": .uint32(2)]) == "Core.Unsupported")
        #expect(failure(["ip-type": .uint32(4)]) == "Core.Unsupported")
        #expect(failure(["colour": .string("red")]) == "Core.InvalidArgs")
        #expect(failure(["apn": .uint32(1)]) == "Core.InvalidArgs")
        #expect(failure(["allow-roaming": .string("yes")]) == "Core.InvalidArgs")
        #expect(failure(["pin": .string("12")]) == "Core.InvalidArgs")
        #expect(failure(["profile-id": .int32(1)]) == "Core.Unsupported")
        #expect(failure(["profile-enabled": .boolean(false)]) == "Core.Unsupported")
        #expect(failure(["ip-type": .uint32(0xffff_fff7)]) == nil)
    }

    @Test(
        arguments: [(0, Authentication.any), (1, .none), (2, .pap), (4, .chap), (12, .chap), (6, .any)]
            as [(UInt32, Authentication)])
    func authenticationIsASet(_ kinds: UInt32, _ expected: Authentication) throws {
        #expect(try BearerSettings(bus: ["allowed-auth": .uint32(kinds)]).call.authentication == expected)
    }

    @Test func aCallIsAnInterfaceWithFixedAddresses() {
        var connection = ConnectionStatus()
        connection.address = CallAddress(
            interface: "ppp0", address: "10.1.2.3", peer: "10.64.64.64", dns: ["192.0.2.53", "192.0.2.54"])
        connection.since = 1_700_000_000
        connection.count = LinkCount(receivedBytes: 10, sentBytes: 20, sentPackets: 1)
        let values = FacadeBearerValues.values(BearerSettings(), connection, failure: .aborted)
        #expect(values[BearerFace.connected] == true && values[BearerFace.interface] == "ppp0")
        #expect(
            values[BearerFace.ip4Config] == [
                "method": .uint32(2), "address": .string("10.1.2.3"), "prefix": .uint32(32),
                "gateway": .string("10.64.64.64"), "dns1": .string("192.0.2.53"),
                "dns2": .string("192.0.2.54"),
            ])
        #expect(
            values[BearerFace.stats] == [
                "start-date": .uint64(1_700_000_000), "rx-bytes": .uint64(10), "tx-bytes": .uint64(20),
            ])
        #expect(values.values["ConnectionError"] == .structure([.string(""), .string("")]))
    }

    @Test func oneWithoutACallSaysWhy() {
        let values = FacadeBearerValues.values(BearerSettings(), nil, failure: .dialFailed("NO CARRIER"))
        #expect(values[BearerFace.connected] == false && values[BearerFace.interface] == "")
        #expect(values[BearerFace.ip4Config] == ["method": .uint32(0)] && values[BearerFace.stats] == [:])
        #expect(
            values.values["ConnectionError"]
                == .structure([
                    .string("org.freedesktop.ModemManager1.Error.Connection.NoCarrier"),
                    .string(ModemError.dialFailed("NO CARRIER").message),
                ]))
    }
}
