/// A stick of this maker that the service knows, may have switched, and does not drive.
package struct ForeignStick: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        /// A network card by these kernel drivers: the stick's own firmware, or a program that speaks QMI, connects it.
        case network(drivers: [Driver])
        /// For a reason that is told in words.
        case other(reason: String)
    }

    /// Kernel drivers of network cards. Raw values are the names of their modules.
    package enum Driver: String, CaseIterable, Sendable {
        case cdcEther = "cdc_ether"
        case rndis = "rndis_host"
        case qmi = "qmi_wwan"
    }

    package let usbID: USBID
    package let model: String
    package let kind: Kind
    package let quirks: Set<Quirk>

    package var isNetworkCard: Bool {
        switch kind {
        case .network: true
        case .other: false
        }
    }

    package init(usbID: USBID, model: String, kind: Kind, quirks: Set<Quirk> = []) {
        self.usbID = usbID
        self.model = model
        self.kind = kind
        self.quirks = quirks
    }
}
