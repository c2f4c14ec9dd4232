// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: Swift 6 mode with the checks that catch mistakes early.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .treatAllWarnings(as: .error),
    .strictMemorySafety(),
]

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")
let collections = Target.Dependency.product(
    name: "HashTreeCollections", package: "swift-collections")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let lifecycle = Target.Dependency.product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(
    name: "UnixSignals", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nio: [Target.Dependency] = ["NIOCore", "NIOPosix", "NIOHTTP1"].map {
    .product(name: $0, package: "swift-nio")
}

let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")

/// A room of the house. ARCHITECTURE.md says what each is for; imports point down only.
func room(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
    name: "martlet",
    platforms: [.macOS(.v26)],
    products: [.executable(name: "martlet", targets: ["martlet"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections.git", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.0.0"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1",
            traits: []),
        .package(
            url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CZlib", pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(
            name: "COpenBLAS", pkgConfig: "openblas",
            providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
        .systemLibrary(
            name: "CICU", pkgConfig: "icu-i18n",
            providers: [.apt(["libicu-dev"]), .brew(["icu4c"])]),
        .systemLibrary(
            name: "CStemmer", providers: [.apt(["libstemmer-dev"]), .brew(["snowball"])]),
        .target(
            name: "CUnicode", dependencies: ["CICU"],
            cSettings: [.treatAllWarnings(as: .error), .enableWarning("all")]),
        .target(name: "CWebAssets", exclude: ["web"]),
        .target(
            name: "CKernels",
            cSettings: [.treatAllWarnings(as: .error), .enableWarning("all")],
            linkerSettings: [.linkedLibrary("m")]),

        room("Primitives", collections),
        room("JSON", "Primitives"),
        room("Neural", "CKernels", "COpenBLAS", "Primitives"),
        room("VectorIndex", "CKernels", "Primitives"),
        room("SequenceModel", "Neural", "Primitives"),
        room("TextEncoder", "Neural", "JSON", "Primitives"),
        room("Commerce", "Primitives"),
        room("TextAnalysis", "CUnicode", "CStemmer"),
        room("Features", "Commerce", "Primitives", collections),
        room("Ingest", "Commerce", "JSON", "Primitives", "CZlib"),
        room(
            "LexicalIndex", "TextAnalysis", "Commerce", "Primitives", "CKernels", collections),
        room("QueryUnderstanding", "TextAnalysis", "Commerce", collections),
        room("Companions", "Neural", "Features", "Commerce", "Primitives", collections),
        room("Evaluation", "Primitives"),
        room("Insights", "Commerce", "Primitives"),
        room("Ranking", "Neural", "Primitives"),
        room("Policy", "Neural", "Evaluation", "Primitives"),
        room("Sealing", "Primitives", crypto),
        room("Storage", "Sealing", "Commerce", "Primitives", grdb),
        room("Simulation", "Commerce", "Primitives"),
        room("Arrangement", "Primitives"),
        room(
            "Engine", "Companions", "Arrangement", "Ranking", "Evaluation", "SequenceModel",
            "TextEncoder", "Policy",
            "VectorIndex",
            "Neural", "Features", "LexicalIndex", "QueryUnderstanding",
            "TextAnalysis", "Storage", "Ingest", "Insights", "Commerce", "Primitives",
            collections),
        .target(
            name: "Service",
            dependencies: [
                "Engine", "Policy", "QueryUnderstanding", "Storage", "Simulation", "Insights",
                "JSON", "Commerce", "Primitives", "CWebAssets",
                hummingbird, hummingbirdCore, nioSSL, httpTypes, lifecycle, logging, signals,
            ] + nio,
            swiftSettings: strict),
        .executableTarget(
            name: "martlet",
            dependencies: [
                "Service", "Engine", "Evaluation", "Companions", "SequenceModel", "TextEncoder",
                "VectorIndex", "Policy", "Neural", "Ranking", "LexicalIndex", "QueryUnderstanding",
                "TextAnalysis", "Storage", "Ingest", "Simulation", "Arrangement", "JSON",
                "Commerce",
                "Primitives", argumentParser, logging, lifecycle,
            ],
            swiftSettings: strict),

        // What tests share: a disk that forgets what was not synced, and the real-data folder.
        .target(
            name: "CPowerCut", path: "Tests/Support/CPowerCut",
            linkerSettings: [.linkedLibrary("sqlite3")]),
        // What the allocator has given out.
        .target(name: "CHeap", path: "Tests/Support/CHeap"),
        .target(
            name: "TestSupport", dependencies: ["Primitives", "Commerce"],
            path: "Tests/Support/TestSupport", swiftSettings: strict),
        // What attacks every parser, in the tests for moments and in `bin/fuzz` for hours.
        .target(
            name: "Fuzzing",
            dependencies: [
                "Service", "Engine", "Ingest", "LexicalIndex", "QueryUnderstanding", "TextAnalysis",
                "TextEncoder", "SequenceModel", "Neural", "JSON", "Commerce", "Primitives",
                "TestSupport", "CZlib",
            ], path: "Tests/Support/Fuzzing", swiftSettings: strict),
        tests("FuzzTests", "Fuzzing"),
        tests("ArrangementTests", "Arrangement", "Primitives"),
        tests("PrimitivesTests", "Primitives", "TestSupport"),
        tests("JSONTests", "JSON", "Primitives", "TestSupport"),
        tests("CommerceTests", "Commerce", "JSON", "Primitives", "TestSupport"),
        tests("IngestTests", "Ingest", "Commerce", "JSON", "Primitives", "TestSupport", "CZlib"),
        tests(
            "QueryUnderstandingTests", "QueryUnderstanding", "TextAnalysis", "Commerce",
            "Primitives"),
        tests("LexicalIndexTests", "LexicalIndex", "TextAnalysis", "Commerce", "Primitives"),
        tests(
            "CompanionsTests", "Companions", "Neural", "Features", "Commerce", "Primitives",
            "CHeap"),
        tests("SealingTests", "Sealing", "Primitives"),
        tests("NeuralTests", "Neural", "Primitives"),
        tests("VectorIndexTests", "VectorIndex", "Primitives"),
        .testTarget(
            name: "SequenceModelTests",
            dependencies: ["SequenceModel", "Neural", "Primitives", "TestSupport"],
            exclude: ["Fixtures"], swiftSettings: strict),
        .testTarget(
            name: "TextEncoderTests",
            dependencies: ["TextEncoder", "Neural", "JSON", "Primitives", "TestSupport"],
            exclude: ["Fixtures"], swiftSettings: strict),
        tests("InsightsTests", "Insights", "Commerce", "Primitives"),
        tests("PolicyTests", "Policy", "Evaluation", "Neural", "Primitives"),
        tests("EvaluationTests", "Evaluation", "Primitives", "TestSupport"),
        tests("RankingTests", "Ranking", "Neural", "Primitives", "TestSupport"),
        tests(
            "StorageTests", "Storage", "Commerce", "Primitives", "TestSupport", "CPowerCut", grdb),
        tests("SimulationTests", "Simulation", "Commerce", "Primitives"),
        tests(
            "EngineTests", "Engine", "Arrangement", "Policy", "SequenceModel", "Neural", "Storage",
            "Simulation", "Commerce",
            "Primitives", "TestSupport", "CPowerCut"),
        tests(
            "ServiceTests", "Service", "Engine", "Storage", "JSON", "Simulation", "Commerce",
            "Primitives", "TestSupport"),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "martlet", "Service", "Storage", "JSON", "Commerce", "Primitives", "TestSupport",
            ], swiftSettings: strict),
        tests("HouseTests"),
    ],
    cLanguageStandard: .c2x
)

// For `bin/fuzz`: our rooms then tell libFuzzer which of their branches ran.
if Context.environment["MARTLET_FUZZ"] != nil {
    for target in package.targets where target.swiftSettings != nil {
        target.swiftSettings?.append(.unsafeFlags(["-sanitize=fuzzer"]))
    }
    package.targets += [
        .systemLibrary(name: "CFuzzer", path: "Tests/Support/CFuzzer"),
        .executableTarget(
            name: "Fuzz", dependencies: ["Fuzzing", "CFuzzer"], path: "Tests/Support/Fuzz",
            swiftSettings: strict,
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]),
    ]
}
