-- The questions of the spine, asked in SQL: who pays whom, how old is what is open, what is due for a notice today.
-- Sections are run in this order by spine.py; `settle` is run once for each round with its groups filled in.

-- section: entries
create temp table entries as
select *, case when kind in ('receipt', 'credit_note', 'write_off') then -amount else amount end as effect
from ledger;

create temp table debit as
select *, amount as unpaid, cast(coalesce(due_date, date + interval 30 day) as date) as due,
    row_number() over (
        order by coalesce(due_date, date + interval 30 day),
            case kind when 'fee' then 0 when 'interest' then 1 else 2 end, entry
    ) as place
from entries where date <= $as_of and effect > 0;

create temp table present as
select *, -effect as spare, row_number() over (order by date, entry) as place
from entries where date <= $as_of and effect < 0;

create temp table later as
select *, -effect as spare, row_number() over (order by date, entry) as place
from entries where date > $as_of and kind = 'receipt';

-- section: settle
create or replace temp table link as
with d as (
    select place, account, currency, {debit} as name, unpaid,
        sum(unpaid) over (partition by account, currency, {debit} order by place) as upto
    from debit where unpaid > 0 and {debits}
), c as (
    select place, account, currency, {credit} as name, spare,
        sum(spare) over (partition by account, currency, {credit} order by place {direction}) as upto
    from {credits} where spare > 0 and {named}
)
select d.place as debit, c.place as credit,
    cast(least(d.upto, c.upto) - greatest(d.upto - d.unpaid, c.upto - c.spare) as bigint) as amount
from d join c using (account, currency, name)
where d.upto - d.unpaid < c.upto and c.upto - c.spare < d.upto;

update debit set unpaid = unpaid - used
from (select debit, cast(sum(amount) as bigint) as used from link group by debit) l where l.debit = debit.place;

update {credits} set spare = spare - used
from (select credit, cast(sum(amount) as bigint) as used from link group by credit) l where l.credit = {credits}.place;

-- section: outstanding
create temp table item as
select *, unpaid as outstanding, cast($as_of as date) - due as days_overdue from debit;

-- section: allocated
select i.entry, i.outstanding, i.outstanding - d.unpaid as future_receipts
from item i join debit d using (place) order by entry;

-- section: unallocated
select entry, spare from present order by entry;

-- section: aged
with owed as (
    select account, currency, outstanding as amount, if(disputed, outstanding, 0) as disputed,
        case when days_overdue <= 0 then 0 when days_overdue <= 30 then 1 when days_overdue <= 60 then 2
            when days_overdue <= 90 then 3 else 4 end as bucket
    from item where outstanding > 0
    union all
    select account, currency, -spare, 0, 5 from present where spare > 0
)
select account, currency,
    {buckets},
    cast(sum(amount) as bigint) as total, cast(sum(disputed) as bigint) as disputed
from owed group by account, currency order by account, currency;

-- section: standing
create temp table standing as
with on_ladder as (
    select i.*, coalesce(nullif(i.ladder, ''), nullif(a.ladder, ''), 'standard') as on_ladder,
        a.do_not_contact, a.channel as own, a.email, a.phone
    from item i join accounts a using (account) where i.outstanding > 0
), told as (
    select entry, ladder, level, sent_on from notices where entry <> '' and sent_on <= $as_of
    union all
    select i.entry, n.ladder, n.level, n.sent_on from notices n join on_ladder i using (account)
    where n.entry = '' and n.licence = '' and n.sent_on <= $as_of and i.due < n.sent_on
), last as (
    select entry, ladder, max((sent_on, level)) as top from told group by entry, ladder
), staged as (
    select i.*, coalesce(last.top[2], 0) as level, last.top[1] as sent_on, s.mode, s.days, s.channel as wanted
    from on_ladder i
    left join last on last.entry = i.entry and last.ladder = i.on_ladder
    left join stages s on s.ladder = i.on_ladder and s.level = coalesce(last.top[2], 0) + 1
)
select *, coalesce(nullif(wanted, ''), nullif(own, ''), 'letter') as asked,
    case mode when 'since_last_notice' then sent_on + to_days(cast(days as int))
        when 'end_of_month_after_due_plus' then last_day(due + to_days(cast(days as int)))
        when 'due_plus' then due + to_days(cast(days as int)) end as on_day
from staged;

-- section: notices
with reached as (
    select *, case when asked = 'email' and email = '' then 'letter'
            when asked = 'phone' and phone = '' then if(email = '', 'letter', 'email') else asked end as by_channel
    from standing
), covering as (
    select account, entry from holds
    where coalesce("from", $as_of) <= $as_of and coalesce(until, $as_of) >= $as_of
), pledged as (
    select distinct account from promises where made_on <= $as_of and due_on + interval 3 day >= $as_of
), written as (
    select account, max(sent_on) + interval 5 day as free from notices
    where channel <> 'phone' and sent_on <= $as_of group by account
), judged as (
    select r.*, r.on_ladder = 'none' or do_not_contact or disputed or outstanding < 10
        or r.account in (select account from covering where entry = '')
        or r.entry in (select entry from covering where entry <> '')
        or r.account in (select account from pledged)
        or (by_channel <> 'phone' and coalesce(w.free > $as_of, false)) as held
    from reached r left join written w on w.account = r.account
)
select entry, level, coalesce(on_day <= $as_of, false) and not held as due, if(mode is null, '', by_channel) as channel
from judged order by entry;
