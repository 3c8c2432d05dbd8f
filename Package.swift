// swift-tools-version: 6.2
import PackageDescription

// Layers of the package; every dependency points down (docs/architecture.md).
//   L5 programs | L4 ModemManagerFacade, ModemService, SystemdUnits, ModemClient, ModemEmulator | L3 leaf I/O
//   L2 ModemCore, ModemAPI | L1 ATProtocol, DeviceCatalog, KeyFile, EventLoop, DBus, Version | L0 C modules

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let log: Target.Dependency = .product(name: "Logging", package: "swift-log")

func cModule(_ name: String, pkgConfig: String, apt: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies,
        swiftSettings: strict)
}

let package = Package(
    name: "zte-modem",
    products: [
        .executable(name: "zte-modemd", targets: ["zte-modemd"]),
        .executable(name: "zte-client", targets: ["zte-client"]),
        .executable(name: "zte-emulator", targets: ["zte-emulator"]),
        .executable(name: "zte-pppd", targets: ["zte-pppd"]),
        .executable(name: "zte-step", targets: ["zte-step"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    ],
    targets: [
        // L0
        cModule("CDBus", pkgConfig: "dbus-1", apt: "libdbus-1-dev"),
        cModule("CUdev", pkgConfig: "libudev", apt: "libudev-dev"),
        cModule("CUSB", pkgConfig: "libusb-1.0", apt: "libusb-1.0-0-dev"),
        cModule("CInih", pkgConfig: "inih", apt: "libinih-dev"),
        cModule("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
        cModule("CExpat", pkgConfig: "expat", apt: "libexpat1-dev"),
        .target(name: "CPosix"),
        // L1
        library("EventLoop", ["CPosix"]),
        library("DBus", ["CDBus", "EventLoop"]),
        library("ATProtocol"),
        library("KeyFile", ["CInih", "CPosix"]),
        library("DeviceCatalog", ["KeyFile"]),
        library("Version"),
        // L2
        library("ModemCore", ["ATProtocol", "DeviceCatalog", "EventLoop"]),
        library("ModemAPI", ["DBus"]),
        // L3
        library("UdevMonitor", ["CUdev", "CPosix", "DeviceCatalog", "EventLoop", "ModemCore"]),
        library("USBTransport", ["CUSB", "CPosix", "DeviceCatalog", "EventLoop", "ModemCore"]),
        library("SerialPort", ["CPosix", "EventLoop", "ModemCore"]),
        library("SerialDriver", ["DeviceCatalog", "EventLoop", "ModemCore"]),
        library("PPPSession", ["CPosix", "EventLoop", "ModemCore"]),
        library("ProfileStore", ["CPosix", "EventLoop", "KeyFile", "ModemCore"]),
        library("ProviderDatabase", ["CExpat", "CPosix", "EventLoop", "ModemCore"]),
        library("StateStore", ["CSQLite", "DeviceCatalog", "EventLoop", "ModemCore"]),
        // L4
        library(
            "ModemService",
            ["CPosix", "DBus", "DeviceCatalog", "EventLoop", "KeyFile", "ModemAPI", "ModemCore", "Version", log]),
        library(
            "ModemManagerFacade",
            ["DBus", "DeviceCatalog", "EventLoop", "ModemAPI", "ModemCore", "ModemService", log]),
        library("SystemdUnits", ["DBus", "EventLoop", "ModemCore", "PPPSession"]),
        library(
            "RootSteps",
            ["CPosix", "DeviceCatalog", "EventLoop", "ModemCore", "PPPSession", "SerialDriver", "SerialPort"]),
        library("ModemClient", ["DBus", "EventLoop", "ModemAPI"]),
        library("ModemEmulator", ["CPosix", "EventLoop"]),
        // L5
        program(
            "zte-modemd",
            [
                "CPosix", "DBus", "DeviceCatalog", "EventLoop", "KeyFile", "ModemAPI", "ModemCore",
                "ModemManagerFacade",
                "ModemService", "PPPSession", "ProfileStore", "ProviderDatabase", "RootSteps", "SerialDriver",
                "SerialPort", "StateStore", "SystemdUnits", "USBTransport", "UdevMonitor", "Version", log,
            ]),
        program("zte-pppd", ["PPPSession"]),
        program("zte-step", ["RootSteps"]),
        program(
            "zte-client",
            [
                "CPosix", "DBus", "EventLoop", "ModemAPI", "ModemClient", "Version",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        program(
            "zte-emulator",
            [
                "EventLoop", "ModemEmulator", "Version",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        // For who writes clients; not installed
        .executableTarget(
            name: "example-connect", dependencies: ["DBus", "EventLoop", "ModemAPI", "ModemClient"],
            path: "examples/swift", swiftSettings: strict),
        // Tests
        .target(name: "TestLoop", path: "Tests/TestLoop"),
        .target(
            name: "TestSupport", dependencies: ["CPosix", "EventLoop", "TestLoop"], path: "Tests/TestSupport",
            swiftSettings: strict),
        tests("EventLoop", ["CPosix"]),
        tests("DBus", ["CDBus", "CPosix", "EventLoop"]),
        tests("ATProtocol", []),
        tests("DeviceCatalog", ["KeyFile"]),
        tests("ModemCore", ["ATProtocol", "DeviceCatalog", "EventLoop"]),
        tests("ModemAPI", ["DBus"]),
        tests("UdevMonitor", ["CPosix", "DeviceCatalog", "EventLoop", "ModemCore"]),
        tests("USBTransport", ["DeviceCatalog", "EventLoop", "ModemCore"]),
        tests("SerialPort", ["CPosix", "EventLoop", "ModemCore"]),
        tests("ProfileStore", ["CPosix", "EventLoop", "KeyFile", "ModemCore"]),
        tests("ProviderDatabase", ["EventLoop", "ModemCore"]),
        tests("SerialDriver", ["DeviceCatalog", "EventLoop", "ModemCore"]),
        tests("StateStore", ["CSQLite", "DeviceCatalog", "EventLoop", "ModemCore"]),
        tests("PPPSession", ["CPosix", "EventLoop", "ModemCore"]),
        tests("RootSteps", ["DeviceCatalog", "EventLoop", "ModemCore", "PPPSession", "SerialPort"]),
        tests(
            "ModemService",
            ["CPosix", "DBus", "DeviceCatalog", "EventLoop", "KeyFile", "ModemAPI", "ModemCore", log, "Version"]),
        tests(
            "ModemManagerFacade",
            ["DBus", "DeviceCatalog", "ModemCore", log]),
        tests("ModemClient", ["CPosix", "DBus", "EventLoop", "ModemAPI", "zte-client"]),
        tests("ModemEmulator", ["CPosix", "EventLoop"]),
    ],
    swiftLanguageModes: [.v6]
)
