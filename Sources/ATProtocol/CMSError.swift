/// The reason of a `+CMS ERROR` (3GPP TS 27.005, 3.2.5).
package struct CMSError: Hashable, Sendable {
    static let simBusy = 314
    static let invalidIndex = 321
    static let networkTimeout = 332

    package let code: Int

    package init(code: Int) { self.code = code }

    /// In the words of the standard, or nearly; empty if it has none.
    package var text: String { Self.words[code] ?? "" }

    /// The same message may be taken later without anybody's doing: congestion, no network, a SIM that is busy.
    package var isTemporary: Bool { Self.temporary.contains(code) }

    /// There is no room for another message, in the stick or on the SIM.
    package var isMemoryFull: Bool { [22, 208, 211, 322].contains(code) }

    private static let temporary: Set = [27, 38, 41, 42, 47, 192, 194, 212, simBusy, 331]

    private static let words: [Int: String] = [
        // What the network says on the way (3GPP TS 24.011, E.2).
        1: "unassigned number",
        8: "operator determined barring",
        10: "call barred",
        17: "network failure",
        21: "short message transfer rejected",
        22: "memory capacity exceeded",
        27: "destination out of service",
        28: "unidentified subscriber",
        29: "facility rejected",
        30: "unknown subscriber",
        38: "network out of order",
        41: "temporary failure",
        42: "congestion",
        47: "resources unavailable",
        50: "requested facility not subscribed",
        69: "requested facility not implemented",
        81: "invalid short message transfer reference",
        95: "invalid message",
        96: "invalid mandatory information",
        97: "unknown message type",
        98: "message not compatible with the protocol state",
        99: "unknown information element",
        111: "protocol error",
        127: "interworking error",
        // What the service centre or the recipient says (3GPP TS 23.040, 9.2.3.22).
        128: "telematic interworking not supported",
        129: "short message type 0 not supported",
        130: "cannot replace the short message",
        143: "unspecified protocol identifier error",
        144: "alphabet not supported",
        145: "message class not supported",
        159: "unspecified data coding error",
        160: "command cannot be carried out",
        161: "command not supported",
        175: "unspecified command error",
        176: "message not supported",
        192: "service centre busy",
        193: "no subscription to the service centre",
        194: "service centre failure",
        195: "invalid address",
        196: "destination barred",
        197: "duplicate message rejected",
        198: "validity period format not supported",
        199: "validity period not supported",
        208: "SIM full",
        209: "SIM cannot store messages",
        210: "error in the mobile station",
        211: "memory capacity exceeded",
        212: "SIM toolkit busy",
        213: "SIM data download error",
        255: "unspecified error",
        // What the stick itself says (3GPP TS 27.005, 3.2.5).
        300: "modem failure",
        301: "message service reserved",
        302: "operation not allowed",
        303: "operation not supported",
        304: "invalid PDU",
        305: "invalid parameter",
        310: "SIM not inserted",
        311: "SIM PIN required",
        312: "phone-to-SIM PIN required",
        313: "SIM failure",
        314: "SIM busy",
        315: "SIM wrong",
        316: "SIM PUK required",
        317: "SIM PIN2 required",
        318: "SIM PUK2 required",
        320: "memory failure",
        321: "invalid memory index",
        322: "memory full",
        330: "service centre address unknown",
        331: "no network service",
        332: "network timeout",
        340: "no acknowledgement expected",
        500: "unknown error",
    ]
}
