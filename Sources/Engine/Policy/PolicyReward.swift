import Commerce
import Policy
import Primitives

/// Something a shopper did with an answer, as far as it is worth anything.
struct PolicyReward: Sendable {
    var id: String
    var request: String
    /// The number of the learnt item.
    var item: Int
    var amount: Double
    /// When it was received: what a client's clock says can be wrong.
    var time: Timestamp

    /// Nil where the event is no reward, or was not served from here, or may not be learnt from.
    init?(_ logged: LoggedEvent, _ items: ItemNumbers, _ amounts: [EventType: Double]) {
        let event = logged.event
        guard let request = event.request, let amount = amounts[event.type], amount != 0,
            logged.origin == .live, event.consent?.learn ?? true,
            let item = logged.learningItem.flatMap({ items.number(of: $0) })
        else { return nil }
        self.init(
            id: event.id, request: request, item: Int(item), amount: amount, time: logged.received)
    }

    init(id: String, request: String, item: Int, amount: Double, time: Timestamp) {
        (self.id, self.request, self.item) = (id, request, item)
        (self.amount, self.time) = (amount, time)
    }
}
