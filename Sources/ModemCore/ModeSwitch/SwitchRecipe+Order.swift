package import DeviceCatalog

extension SwitchRecipe {
    /// With the methods in the order of trying: what worked with this stick before, what the catalogue names, and then what
    /// turns many sticks: it asks no more of one than the eject button of a desktop and the end of its driver do.
    /// - Parameter remembered: the name of a method; one that is none any more is passed over.
    package func ordered(remembered: String?) -> SwitchRecipe {
        var order = methods
        for method in [SwitchMethod.eject(message: nil), .driverRelease]
        where !order.contains(where: { $0.name == method.name }) {
            order.append(method)
        }
        if let first = order.firstIndex(where: { $0.name == remembered }) {
            order.insert(order.remove(at: first), at: 0)
        }
        return SwitchRecipe(
            usbID: usbID, methods: order, targets: targets, product: product, isAutomatic: isAutomatic)
    }

    /// The one method of this kind. Nil for a message where none is known; the others need nothing that a stick has of its own.
    func method(_ kind: SwitchMethod.Kind) -> SwitchMethod? {
        if let method = methods.first(where: { $0.kind == kind }) { return method }
        switch kind {
        case .eject: return .eject(message: nil)
        case .driverRelease: return .driverRelease
        case .message:
            for case .eject(let message?) in methods { return .message(message) }
            return nil
        }
    }
}
