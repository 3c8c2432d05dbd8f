package import DBus

/// Everything that is on the bus.
package enum Contract {
    /// Every interface of the service, in the order of the documentation.
    package static let interfaces: [InterfaceDeclaration] = [
        ManagerInterface.declaration, ModemInterface.declaration, SimInterface.declaration,
        NetworkInterface.declaration, ConnectionInterface.declaration, MessagingInterface.declaration,
        UssdInterface.declaration, ProfileInterface.declaration, MessageStoreInterface.declaration,
        UsageInterface.declaration,
    ]

    /// Declared, so that policies and clients can be written, and on no object of this version. The place to take one out
    /// of is here; then ``ModemService`` has to bind it.
    package static let withoutObjects: Set<String> = []
}
