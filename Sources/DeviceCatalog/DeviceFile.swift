internal import KeyFile

/// One device file, understood: what it says of each id. Pure; reading is the catalogue's business.
struct DeviceFile: Equatable {
    /// What a file says of one id. Whatever it leaves out, the stick does not have.
    struct Description: Equatable {
        let usbID: USBID
        /// Where the heading is.
        let line: Int
        var recipe: SwitchRecipe?
        var portMap: PortMap?
        var foreign: ForeignStick?
        /// Where the facts come from.
        let source: String
        /// Says how to switch and nothing else: what else is known of the id stays.
        var isRecipeAlone = false
    }

    /// What holds for every stick of the maker: the section `[19d2:*]`.
    struct Common: Equatable {
        let line: Int
        let quirks: Set<Quirk>
        let source: String
    }

    private(set) var descriptions: [Description] = []
    private(set) var common: Common?

    /// - Parameter name: the file's own, without folders: usb_modeswitch writes the id there.
    init(parsing bytes: [UInt8], name: String = "") throws(KeyFileFault) {
        let entries = try KeyFile(parsing: bytes).entries
        if UsbModeSwitchFile.isOne(name, entries) {
            descriptions = [try UsbModeSwitchFile(name, entries).description()]
            return
        }
        var rest = entries[...]
        while let first = rest.first {
            let section = rest.prefix { $0.sectionLine == first.sectionLine }
            rest = rest.dropFirst(section.count)
            try add(section)
        }
    }

    private mutating func add(_ entries: ArraySlice<KeyFile.Entry>) throws(KeyFileFault) {
        let section = try DeviceSection(entries)
        switch try section.content() {
        case .common(let found):
            if let common { throw section.fault("[19d2:*] is there already, in line \(common.line)") }
            common = found
        case .stick(let description):
            if let earlier = descriptions.first(where: { $0.usbID == description.usbID }) {
                throw section.fault("[\(description.usbID)] is there already, in line \(earlier.line)")
            }
            descriptions.append(description)
        }
    }
}
