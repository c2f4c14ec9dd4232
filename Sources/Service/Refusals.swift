import HTTPTypes
import JSON

/// The records of a request that were not taken, each with its place and the reason.
struct Refusals {
    /// Refusals that an answer lists; it counts all of them.
    static let listedMax = 100

    let placeName: Records.PlaceName
    private var list: [(place: Int, error: APIError)] = []

    init(_ placeName: Records.PlaceName) { self.placeName = placeName }

    var count: Int { list.count }

    mutating func add(_ error: any Error, at place: Int) {
        list.append((place, APIError(error)))
    }

    func count(in metrics: Metrics) {
        for refusal in list { metrics.record(error: refusal.error.code) }
    }

    /// The last fields of an answer. Where nothing was taken the answer is an error like any other.
    func write(to writer: inout JSONWriter, nothingTaken: Bool) {
        guard !list.isEmpty else { return }
        if nothingTaken {
            let error = APIError(
                .badRequest, "all_rejected",
                "none of \(count) could be taken; errors says why")
            writer.object("error", error.write)
        }
        writer.array("errors") { writer in
            for refusal in list.sorted(by: { $0.place < $1.place }).prefix(Self.listedMax) {
                writer.object { writer in
                    writer.field(placeName.rawValue, refusal.place)
                    refusal.error.write(&writer)
                }
            }
        }
    }
}
