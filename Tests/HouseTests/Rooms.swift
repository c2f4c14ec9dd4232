/// A room of the house: a target of the package, its level, and everything it may import.
struct Room: Sendable {
    var name: String
    /// Rooms import from lower levels only.
    var level: Int
    var rooms: Set<String>
    /// Modules from outside the package, and C targets of it.
    var modules: Set<String>

    init(_ name: String, level: Int, rooms: Set<String> = [], modules: Set<String> = []) {
        self.name = name
        self.level = level
        self.rooms = rooms
        self.modules = modules
    }

    /// Part of the toolchain, without Foundation: no room has to declare these.
    static let everywhere: Set<String> = ["Swift", "Synchronization", "Glibc", "Darwin", "Musl"]

    /// The table. A new edge is a decision: it is written here and in the manifest, and
    /// ARCHITECTURE.md says why.
    static let all: [Room] = [
        Room("Primitives", level: 0, modules: ["HashTreeCollections"]),

        Room("JSON", level: 1, rooms: ["Primitives"]),
        Room("Commerce", level: 1, rooms: ["Primitives"]),
        Room("Sealing", level: 1, rooms: ["Primitives"], modules: ["Crypto"]),
        Room("TextAnalysis", level: 1, modules: ["CUnicode", "CStemmer"]),
        Room("Arrangement", level: 1, rooms: ["Primitives"]),
        Room("Neural", level: 1, rooms: ["Primitives"], modules: ["CKernels", "COpenBLAS"]),
        Room("VectorIndex", level: 1, rooms: ["Primitives"], modules: ["CKernels"]),

        Room("SequenceModel", level: 2, rooms: ["Neural", "Primitives"], modules: ["Dispatch"]),
        Room("TextEncoder", level: 2, rooms: ["Neural", "JSON", "Primitives"]),
        Room(
            "Features", level: 2, rooms: ["Commerce", "Primitives"],
            modules: ["HashTreeCollections"]),
        Room(
            "Ingest", level: 2, rooms: ["Commerce", "JSON", "Primitives"], modules: ["CZlib"]),
        Room(
            "LexicalIndex", level: 2, rooms: ["TextAnalysis", "Commerce", "Primitives"],
            modules: ["CKernels", "HashTreeCollections"]),
        Room(
            "QueryUnderstanding", level: 2, rooms: ["TextAnalysis", "Commerce"],
            modules: ["HashTreeCollections"]),
        Room(
            "Storage", level: 2, rooms: ["Sealing", "Commerce", "Primitives"],
            modules: ["GRDB", "FoundationEssentials"]),
        Room("Simulation", level: 2, rooms: ["Commerce", "Primitives"]),

        Room("Evaluation", level: 2, rooms: ["Primitives"]),
        Room("Insights", level: 2, rooms: ["Commerce", "Primitives"]),
        Room("Ranking", level: 2, rooms: ["Neural", "Primitives"]),

        Room(
            "Companions", level: 3, rooms: ["Neural", "Features", "Commerce", "Primitives"],
            modules: ["HashTreeCollections"]),

        Room("Policy", level: 3, rooms: ["Neural", "Evaluation", "Primitives"]),

        Room(
            "Engine", level: 4,
            rooms: [
                "Companions", "Arrangement", "Ranking", "Evaluation", "SequenceModel",
                "TextEncoder", "VectorIndex", "Policy",
                "Neural", "Features", "LexicalIndex", "QueryUnderstanding",
                "TextAnalysis", "Storage", "Ingest", "Insights", "Commerce", "Primitives",
            ],
            modules: ["HashTreeCollections", "Dispatch"]),

        Room(
            "Service", level: 5,
            rooms: [
                "Engine", "Policy", "QueryUnderstanding", "Storage", "Simulation", "Insights",
                "JSON", "Commerce", "Primitives",
            ],
            modules: [
                "CWebAssets", "Hummingbird", "HummingbirdCore", "HTTPTypes", "ServiceLifecycle",
                "UnixSignals", "Logging", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOSSL",
                "FoundationEssentials",
            ]),

        Room(
            "martlet", level: 6,
            rooms: [
                "Service", "Engine", "Evaluation", "Companions", "SequenceModel", "TextEncoder",
                "VectorIndex", "Policy", "Neural", "Ranking", "LexicalIndex", "QueryUnderstanding",
                "TextAnalysis", "Storage", "Ingest", "Simulation", "Arrangement", "JSON",
                "Commerce",
                "Primitives",
            ],
            modules: [
                "ArgumentParser", "Logging", "ServiceLifecycle", "FoundationEssentials", "Dispatch",
            ]),
    ]

    /// Modules that only some rooms may know, whatever the rows of the table say.
    static let reserved: [(module: String, rooms: Set<String>)] = [
        ("Hummingbird", ["Service"]), ("HummingbirdCore", ["Service"]), ("HTTPTypes", ["Service"]),
        ("NIOCore", ["Service"]), ("NIOPosix", ["Service"]), ("NIOHTTP1", ["Service"]),
        ("GRDB", ["Storage"]),
        ("NIOSSL", ["Service"]), ("Crypto", ["Sealing"]),
        ("CZlib", ["Ingest"]), ("COpenBLAS", ["Neural"]),
        ("CKernels", ["Neural", "VectorIndex", "LexicalIndex"]),
        ("CUnicode", ["TextAnalysis"]),
        ("CStemmer", ["TextAnalysis"]),
        ("JSON", ["Ingest", "TextEncoder", "Service", "martlet"]),
        ("Service", ["martlet"]), ("Foundation", []),
        ("FoundationEssentials", ["Storage", "Service", "martlet"]),
    ]

    /// How the manifest names products of other packages.
    static let manifestNames: [String: [String]] = [
        "argumentParser": ["ArgumentParser"], "collections": ["HashTreeCollections"],
        "grdb": ["GRDB"], "httpTypes": ["HTTPTypes"], "hummingbird": ["Hummingbird"],
        "hummingbirdCore": ["HummingbirdCore"], "signals": ["UnixSignals"],
        "lifecycle": ["ServiceLifecycle"], "logging": ["Logging"],
        "nio": ["NIOCore", "NIOPosix", "NIOHTTP1"],
    ]
}
