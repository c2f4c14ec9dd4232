import JSON
import Primitives
import Service
import Storage
import TestSupport
import Testing

/// A real gift shop from its file to its answers.
@Suite(.serialized)
struct RealShopTests {
    private static let file = RealData.path("online-retail/online_retail_to_2011-08.csv.gz")

    @Test(
        .enabled(if: file != nil, "online-retail is not there: set MARTLET_DATA"),
        .timeLimit(.minutes(3)))
    func importedServedAndRestartedItAnswersTheSame() async throws {
        let directory = TemporaryDirectory()
        let file = try #require(Self.file)
        let shop = directory.file("shop")
        let report = try Binary.run(["import", "online-retail", file, "--data", shop, "--json"])
        #expect(report.code == 0)
        let line = report.output.split(separator: "\n").last.map(String.init) ?? ""
        let total = try JSONParser.parse(line).object?["total"]?.object
        let numbers = ["lines", "header", "blank"].map { total?[$0]?.number ?? -1 }
        let taken = sum(total?["taken"])
        #expect(numbers[0] == 320_706)
        #expect(numbers[0] == numbers[1] + numbers[2] + taken + sum(total?["quarantined"]))
        let first = try await answers(shop)
        #expect(first.count { $0 != .array([]) } > 100)
        FileSystem.remove(shop + "/state.snapshot")
        #expect(try await answers(shop) == first)
        #expect(try await answers(shop) == first)
    }

    private func sum(_ counts: Value?) -> Double {
        counts?.object?.entries.reduce(0) { $0 + ($1.value.number ?? 0) } ?? -1
    }

    /// What the served shop answers to many questions.
    private func answers(_ shop: String) async throws -> [Value] {
        let server = try ServerProcess(
            executable: Binary.path, ["serve", "--data", shop, "--port", "0"])
        #expect(server.residentBytes < 300 << 20)
        let answers = try await HTTPConnection.with(host: "127.0.0.1", port: server.port) { http in
            var answers: [Value] = []
            for customer in 12_350..<12_450 {
                let question: Value = ["placement": "home", "user": .string("\(customer)")]
                answers.append(try await items("/v1/recommend", question, &http))
            }
            for item in ["85123A", "22423", "47566", "20725"] {
                for placement in ["similar", "bought_together"] {
                    let question: Value = [
                        "placement": .string(placement), "item": .string(item),
                    ]
                    answers.append(try await items("/v1/recommend", question, &http))
                }
            }
            for query in ["white lantern", "christmas", "lunch bag", "hart decoration"] {
                let question: Value = ["query": .string(query)]
                answers.append(try await items("/v1/search", question, &http))
            }
            return answers
        }
        #expect(server.stop() == 0)
        return answers
    }

    private func items(
        _ path: String, _ question: Value, _ http: inout HTTPConnection
    ) async throws -> Value {
        let reply = try await http.post(path, question.json)
        return try JSONParser.parse(reply.body).object?["items"] ?? .null
    }
}
